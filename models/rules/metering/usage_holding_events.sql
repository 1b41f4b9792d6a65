-- Spans, starts and stops of the accounts and meters in scope, as far as they stand and have happened.

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

events_in_scope as (

    select events.*
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
        and (usage_events_replaced.event_key is null or (not usage_events_replaced.is_replaced and (usage_events_replaced.is_standing or not usage_events_replaced.is_replacing)))
        and (events.quantity is not null or events.event_kind = 'stop')

),

-- At one instant a stop comes before a start, so that what is started again at once goes on.
starts_and_stops_in_order as (

    select
        events_in_scope.*,
        row_number() over in_time_order as position,
        lag(events_in_scope.event_kind) over in_time_order as previous_kind,
        lag(events_in_scope.quantity) over in_time_order as previous_quantity
    from events_in_scope
    where events_in_scope.event_kind in ('start', 'stop')
    window in_time_order as (
        partition by events_in_scope.account_id, events_in_scope.meter, events_in_scope.resource_id
        order by events_in_scope.occurred_at, events_in_scope.event_kind desc, events_in_scope.event_id collate "C", events_in_scope.source collate "C"
    )

),

starts_and_stops_judged as (

    select
        starts_and_stops_in_order.*,
        case
            when starts_and_stops_in_order.event_kind = 'start' and starts_and_stops_in_order.previous_kind = 'start'
                and starts_and_stops_in_order.quantity = starts_and_stops_in_order.previous_quantity then 'repeated_start'
            when starts_and_stops_in_order.event_kind = 'stop' and starts_and_stops_in_order.previous_kind = 'stop' then 'repeated_stop'
            when starts_and_stops_in_order.event_kind = 'stop' and starts_and_stops_in_order.previous_kind is null then 'stop_without_start'
        end as reason
    from starts_and_stops_in_order

),

holding_events as (

    select
        starts_and_stops_judged.event_key,
        starts_and_stops_judged.event_id,
        starts_and_stops_judged.source,
        starts_and_stops_judged.event_kind,
        starts_and_stops_judged.account_id,
        starts_and_stops_judged.meter,
        starts_and_stops_judged.resource_id,
        starts_and_stops_judged.resource_type,
        starts_and_stops_judged.pricing_mode,
        starts_and_stops_judged.project_id,
        starts_and_stops_judged.submitter_id,
        starts_and_stops_judged.route_id,
        starts_and_stops_judged.region,
        starts_and_stops_judged.pricing_snapshot,
        starts_and_stops_judged.reason,
        starts_and_stops_judged.position,
        starts_and_stops_judged.quantity,
        starts_and_stops_judged.occurred_at,
        starts_and_stops_judged.ended_at
    from starts_and_stops_judged

    union all

    select
        events_in_scope.event_key,
        events_in_scope.event_id,
        events_in_scope.source,
        events_in_scope.event_kind,
        events_in_scope.account_id,
        events_in_scope.meter,
        events_in_scope.resource_id,
        events_in_scope.resource_type,
        events_in_scope.pricing_mode,
        events_in_scope.project_id,
        events_in_scope.submitter_id,
        events_in_scope.route_id,
        events_in_scope.region,
        events_in_scope.pricing_snapshot,
        null as reason,
        null as position,
        events_in_scope.quantity,
        events_in_scope.occurred_at,
        events_in_scope.ended_at
    from events_in_scope
    where events_in_scope.event_kind = 'span'

)

select * from holding_events
