{{ config(materialized='ephemeral') }}

-- Where something cuts an hour in two, its usage is read event by event.

with usage_ranges_counted as (

    select * from {{ ref('usage_ranges_counted') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

events_of_cut_hours as (

    select
        events.account_id,
        events.meter,
        events.resource_id,
        events.resource_type,
        events.pricing_mode,
        events.project_id,
        events.submitter_id,
        events.route_id,
        events.region,
        events.pricing_snapshot,
        1 as record_count,
        events.quantity,
        usage_cut_hours.piece_start
    from usage_cut_hours
    inner join usage_ranges_counted
        on
            usage_ranges_counted.account_id = usage_cut_hours.account_id
            and usage_ranges_counted.meter = usage_cut_hours.meter
    inner join events
        on
            events.account_id = usage_cut_hours.account_id
            and events.meter = usage_cut_hours.meter
            and events.occurred_at >= usage_cut_hours.piece_start
            and events.occurred_at < usage_cut_hours.piece_end
    where
        -- Implied by the join; as two values, so that the block ranges of these times are all that is read.
        events.occurred_at >= (select min(first_hours.piece_start) from usage_cut_hours as first_hours)
        and events.occurred_at < (select max(last_hours.piece_end) from usage_cut_hours as last_hours)
        and events.event_kind = 'quantity'
        and events.replaces_event_key is null
        and min_scale(events.quantity) <= usage_ranges_counted.input_decimals

)

select * from events_of_cut_hours
