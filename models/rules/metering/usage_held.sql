{{ config(materialized='ephemeral') }}

-- What was held, by hour or piece of an hour: the quantity times the seconds of it that it was held.

with usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

hours as (

    select * from {{ ref('hours') }}

),

-- The first condition on hour_start is implied by the second one; with it the index finds the hours of a holding.
holdings_by_hour as (

    select
        usage_holdings.*,
        coalesce(usage_cut_hours.piece_start, hours.hour_start) as piece_start,
        coalesce(usage_cut_hours.piece_end, hours.hour_end) as piece_end
    from usage_holdings
    inner join usage_ranges
        on
            usage_ranges.account_id = usage_holdings.account_id
            and usage_ranges.meter = usage_holdings.meter
    inner join hours
        on
            hours.hour_start > greatest(usage_holdings.started_at, usage_ranges.range_start) - interval '1 hour'
            and hours.hour_start < least(usage_holdings.ended_at, usage_ranges.range_end)
    left join usage_cut_hours
        on
            usage_cut_hours.account_id = usage_holdings.account_id
            and usage_cut_hours.meter = usage_holdings.meter
            and usage_cut_hours.hour_start = hours.hour_start

),

holdings_measured as (

    select
        holdings_by_hour.account_id,
        holdings_by_hour.meter,
        holdings_by_hour.resource_id,
        holdings_by_hour.resource_type,
        holdings_by_hour.pricing_mode,
        holdings_by_hour.project_id,
        holdings_by_hour.submitter_id,
        holdings_by_hour.route_id,
        holdings_by_hour.region,
        holdings_by_hour.pricing_snapshot,
        -- A record counts once, in the piece in which it begins.
        case when holdings_by_hour.started_at >= holdings_by_hour.piece_start then 1 else 0 end as record_count,
        -- A gauge of 3 decimals held for microseconds has 9 decimals: nothing is rounded.
        holdings_by_hour.quantity * (
            {{ microseconds("least(holdings_by_hour.piece_end, holdings_by_hour.ended_at)") }}
            - {{ microseconds("greatest(holdings_by_hour.piece_start, holdings_by_hour.started_at)") }}
        )::numeric(38, 0) * 0.000001 as quantity,
        holdings_by_hour.piece_start
    from holdings_by_hour
    where
        holdings_by_hour.empty_reason is null
        and holdings_by_hour.piece_end > holdings_by_hour.started_at
        and holdings_by_hour.piece_start < holdings_by_hour.ended_at

)

select * from holdings_measured
