{{ config(materialized='ephemeral') }}

-- What was replaced is taken out of the hour that it was counted in; what replaces it is counted in its own.

with usage_ranges_counted as (

    select * from {{ ref('usage_ranges_counted') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

effects_of_replacements as (

    select
        usage_events_replaced.account_id,
        usage_events_replaced.meter,
        usage_events_replaced.resource_id,
        usage_events_replaced.resource_type,
        usage_events_replaced.pricing_mode,
        usage_events_replaced.project_id,
        usage_events_replaced.submitter_id,
        usage_events_replaced.route_id,
        usage_events_replaced.region,
        usage_events_replaced.pricing_snapshot,
        usage_events_replaced.effect as record_count,
        usage_events_replaced.effect * usage_events_replaced.quantity as quantity,
        coalesce(usage_cut_hours.piece_start, date_trunc('hour', usage_events_replaced.occurred_at, 'UTC')) as piece_start
    from usage_ranges_counted
    inner join usage_events_replaced
        on
            usage_events_replaced.account_id = usage_ranges_counted.account_id
            and usage_events_replaced.meter = usage_ranges_counted.meter
            and usage_events_replaced.occurred_at >= usage_ranges_counted.range_start
            and usage_events_replaced.occurred_at < usage_ranges_counted.range_end
    left join usage_cut_hours
        on
            usage_cut_hours.account_id = usage_events_replaced.account_id
            and usage_cut_hours.meter = usage_events_replaced.meter
            and usage_events_replaced.occurred_at >= usage_cut_hours.piece_start
            and usage_events_replaced.occurred_at < usage_cut_hours.piece_end
    where
        usage_events_replaced.event_kind = 'quantity'
        and usage_events_replaced.effect <> 0
        -- A quantity that the meter does not take was not counted, so there is nothing to take out; null takes back, and counts nothing.
        and min_scale(usage_events_replaced.quantity) <= usage_ranges_counted.input_decimals

)

select * from effects_of_replacements
