{{ config(materialized='ephemeral') }}

-- What holds something or ends it, as far as it stands, has happened and is what its meter takes.

with usage_events_examined as (

    select * from {{ ref('usage_events_examined') }}

),

holding_events as (

    select
        usage_events_examined.event_key,
        usage_events_examined.event_id,
        usage_events_examined.source,
        usage_events_examined.event_kind,
        usage_events_examined.account_id,
        usage_events_examined.meter,
        usage_events_examined.resource_id,
        usage_events_examined.resource_type,
        usage_events_examined.pricing_mode,
        usage_events_examined.project_id,
        usage_events_examined.submitter_id,
        usage_events_examined.route_id,
        usage_events_examined.region,
        usage_events_examined.pricing_snapshot,
        usage_events_examined.quantity,
        usage_events_examined.occurred_at,
        usage_events_examined.ended_at
    from usage_events_examined
    where
        usage_events_examined.event_kind in ('span', 'start', 'stop', 'level')
        and usage_events_examined.reason is null

)

select * from holding_events
