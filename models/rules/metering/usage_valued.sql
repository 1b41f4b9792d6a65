{{ config(materialized='ephemeral') }}

-- Values that a maximum, a latest value or a unique count is made of, event by event: what each adds depends on its charge, and is told once it has one.

with usage_events_examined as (

    select * from {{ ref('usage_events_examined') }}

),

values_of_events as (

    select
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
        1 as record_count,
        usage_events_examined.quantity,
        false as is_accruing,
        usage_events_examined.occurred_at as piece_start,
        usage_events_examined.event_key
    from usage_events_examined
    where
        usage_events_examined.event_kind = 'quantity'
        and usage_events_examined.reason is null

)

select * from values_of_events
