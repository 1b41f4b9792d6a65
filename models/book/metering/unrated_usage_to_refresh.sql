with unrated_usage_planned as (

    select * from {{ ref('unrated_usage_planned') }}

),

-- What no column holds is shown as the most that one does.
unrated_usage as (

    select
        unrated_usage_planned.unrated_usage_id,
        unrated_usage_planned.account_id,
        unrated_usage_planned.meter,
        unrated_usage_planned.resource_id,
        unrated_usage_planned.resource_type,
        unrated_usage_planned.pricing_mode,
        unrated_usage_planned.side,
        unrated_usage_planned.reason,
        unrated_usage_planned.record_count,
        least(unrated_usage_planned.quantity, 99999999999999999999999999999)::numeric(38, 9) as quantity,
        unrated_usage_planned.window_start,
        unrated_usage_planned.window_end
    from unrated_usage_planned

)

select * from unrated_usage
