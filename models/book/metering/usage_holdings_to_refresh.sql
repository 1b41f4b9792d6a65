with usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

holdings_in_base_units as (

    select
        usage_holdings.event_key as usage_record_id,
        usage_holdings.account_id,
        usage_holdings.meter,
        usage_holdings.resource_id,
        -- What no column holds is shown as the most that one does: nothing is billed by it, its account is parked or it waits.
        least(
            usage_holdings.quantity
            * ({{ microseconds("usage_holdings.ended_at") }} - {{ microseconds("usage_holdings.started_at") }})::numeric(38, 0) * 0.000001,
            99999999999999999999999999999
        )::numeric(38, 9) as quantity,
        usage_holdings.is_open,
        usage_holdings.is_open_too_long,
        usage_holdings.has_gap,
        usage_holdings.is_overlapping,
        usage_holdings.started_at,
        usage_holdings.ended_at
    from usage_holdings
    where usage_holdings.empty_reason is null

)

select * from holdings_in_base_units
