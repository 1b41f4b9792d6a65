-- Spans, starts, stops and levels of the accounts and meters in scope, as far as they stand and have happened.

with usage_holding_events_in_scope as (

    select * from {{ ref('usage_holding_events_in_scope') }}

),

usage_starts_and_stops as (

    select * from {{ ref('usage_starts_and_stops') }}

),

usage_levels as (

    select * from {{ ref('usage_levels') }}

),

holding_events as (

    select
        usage_starts_and_stops.event_key,
        usage_starts_and_stops.event_id,
        usage_starts_and_stops.source,
        usage_starts_and_stops.event_kind,
        usage_starts_and_stops.account_id,
        usage_starts_and_stops.meter,
        usage_starts_and_stops.resource_id,
        usage_starts_and_stops.resource_type,
        usage_starts_and_stops.pricing_mode,
        usage_starts_and_stops.project_id,
        usage_starts_and_stops.submitter_id,
        usage_starts_and_stops.route_id,
        usage_starts_and_stops.region,
        usage_starts_and_stops.pricing_snapshot,
        usage_starts_and_stops.reason,
        usage_starts_and_stops.position,
        usage_starts_and_stops.quantity,
        usage_starts_and_stops.occurred_at,
        usage_starts_and_stops.ended_at
    from usage_starts_and_stops

    union all

    select
        usage_levels.event_key,
        usage_levels.event_id,
        usage_levels.source,
        usage_levels.event_kind,
        usage_levels.account_id,
        usage_levels.meter,
        usage_levels.resource_id,
        usage_levels.resource_type,
        usage_levels.pricing_mode,
        usage_levels.project_id,
        usage_levels.submitter_id,
        usage_levels.route_id,
        usage_levels.region,
        usage_levels.pricing_snapshot,
        usage_levels.reason,
        usage_levels.position,
        usage_levels.quantity,
        usage_levels.occurred_at,
        usage_levels.ended_at
    from usage_levels

    union all

    select
        usage_holding_events_in_scope.event_key,
        usage_holding_events_in_scope.event_id,
        usage_holding_events_in_scope.source,
        usage_holding_events_in_scope.event_kind,
        usage_holding_events_in_scope.account_id,
        usage_holding_events_in_scope.meter,
        usage_holding_events_in_scope.resource_id,
        usage_holding_events_in_scope.resource_type,
        usage_holding_events_in_scope.pricing_mode,
        usage_holding_events_in_scope.project_id,
        usage_holding_events_in_scope.submitter_id,
        usage_holding_events_in_scope.route_id,
        usage_holding_events_in_scope.region,
        usage_holding_events_in_scope.pricing_snapshot,
        null as reason,
        null as position,
        usage_holding_events_in_scope.quantity,
        usage_holding_events_in_scope.occurred_at,
        usage_holding_events_in_scope.ended_at
    from usage_holding_events_in_scope
    where usage_holding_events_in_scope.event_kind = 'span'

)

select * from holding_events
