with usage_events as (

    select * from {{ source('raw', 'usage_events') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

events_of_taken_batches as (

    select
        usage_events.event_key,
        usage_events.batch_id,
        usage_events.event_id,
        usage_events.source,
        usage_events.event_kind,
        usage_events.replaces_event_key,
        usage_events.replaces_event_id,
        usage_events.account_id,
        usage_events.meter,
        usage_events.resource_id,
        usage_events.resource_type,
        usage_events.pricing_mode,
        usage_events.project_id,
        usage_events.submitter_id,
        usage_events.route_id,
        usage_events.region,
        usage_events.correlation_id,
        usage_events.parent_resource_id,
        usage_events.pricing_snapshot::text as pricing_snapshot,
        usage_events.attributes,
        usage_events.quantity,
        batches.is_new,
        usage_events.occurred_at,
        usage_events.ended_at
    from usage_events
    inner join batches on batches.batch_id = usage_events.batch_id

)

select * from events_of_taken_batches
