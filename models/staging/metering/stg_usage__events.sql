-- What a withdrawn batch brought counts no more: whoever asks what counts reads here, who counts what landed reads stg_usage__events_landed.

with events_landed as (

    select * from {{ ref('stg_usage__events_landed') }}

),

batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}

),

events_that_count as (

    select
        events_landed.event_key,
        events_landed.batch_id,
        events_landed.event_id,
        events_landed.source,
        events_landed.event_kind,
        events_landed.replaces_event_key,
        events_landed.account_id,
        events_landed.meter,
        events_landed.resource_id,
        events_landed.resource_type,
        events_landed.pricing_mode,
        events_landed.project_id,
        events_landed.submitter_id,
        events_landed.route_id,
        events_landed.region,
        events_landed.pricing_snapshot,
        events_landed.attributes,
        events_landed.quantity,
        events_landed.is_new,
        events_landed.occurred_at,
        events_landed.ended_at
    from events_landed
    where events_landed.batch_id not in (select batches_withdrawn.batch_id from batches_withdrawn)

)

select * from events_that_count
