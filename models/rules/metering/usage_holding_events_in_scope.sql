{{ config(materialized='ephemeral') }}

-- What is replaced, waits for what it replaces, takes back, or has not happened yet holds nothing.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

events_that_stand as (

    select
        events.event_key,
        events.event_id,
        events.source,
        events.event_kind,
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
        events.quantity,
        events.occurred_at,
        events.ended_at
    from usage_ranges
    inner join events
        on
            events.account_id = usage_ranges.account_id
            and events.meter = usage_ranges.meter
            and events.event_kind <> 'quantity'
    left join usage_events_replaced on usage_events_replaced.event_key = events.event_key
    cross join build
    where
        events.event_kind in ('span', 'start', 'stop')
        and events.occurred_at <= build.as_of
        and (
            usage_events_replaced.event_key is null
            or (not usage_events_replaced.is_replaced and (usage_events_replaced.is_standing or not usage_events_replaced.is_replacing))
        )
        and (events.quantity is not null or events.event_kind = 'stop')

)

select * from events_that_stand
