{{ config(materialized='ephemeral') }}

-- What begins to hold, with what ends it: spans as they are, starts and levels until the next event of their resource.

with holding_events as (

    select * from {{ ref('usage_holding_events') }}

),

-- A repeat does not end anything, so it is left out before the others look for their end. Levels end levels, starts and stops end starts.
events_with_their_end as (

    select
        holding_events.*,
        lead(holding_events.occurred_at) over (
            partition by
                holding_events.account_id,
                holding_events.meter,
                holding_events.resource_id,
                holding_events.event_kind = 'level'
            order by holding_events.position
        ) as next_at
    from holding_events
    where
        holding_events.event_kind <> 'span'
        and holding_events.reason is null

),

stretches_united as (

    select
        events_with_their_end.event_key,
        events_with_their_end.event_kind,
        events_with_their_end.account_id,
        events_with_their_end.meter,
        events_with_their_end.resource_id,
        events_with_their_end.resource_type,
        events_with_their_end.pricing_mode,
        events_with_their_end.project_id,
        events_with_their_end.submitter_id,
        events_with_their_end.route_id,
        events_with_their_end.region,
        events_with_their_end.pricing_snapshot,
        events_with_their_end.quantity,
        events_with_their_end.occurred_at as started_at,
        events_with_their_end.next_at as stopped_at
    from events_with_their_end
    where events_with_their_end.event_kind <> 'stop'

    union all

    select
        holding_events.event_key,
        holding_events.event_kind,
        holding_events.account_id,
        holding_events.meter,
        holding_events.resource_id,
        holding_events.resource_type,
        holding_events.pricing_mode,
        holding_events.project_id,
        holding_events.submitter_id,
        holding_events.route_id,
        holding_events.region,
        holding_events.pricing_snapshot,
        holding_events.quantity,
        holding_events.occurred_at as started_at,
        holding_events.ended_at as stopped_at
    from holding_events
    where holding_events.event_kind = 'span'

)

select * from stretches_united
