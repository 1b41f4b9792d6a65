{{ config(materialized='ephemeral') }}

-- Starts and stops of each resource in time order, and which of them change nothing.

with usage_holding_events_in_scope as (

    select * from {{ ref('usage_holding_events_in_scope') }}

),

starts_and_stops as (

    select
        usage_holding_events_in_scope.*,
        case
            when count(*) filter (where usage_holding_events_in_scope.event_kind = 'start') over at_one_instant = 0 then false
            when count(*) filter (where usage_holding_events_in_scope.event_kind = 'stop') over at_one_instant = 0 then true
        end as runs_afterwards
    from usage_holding_events_in_scope
    where usage_holding_events_in_scope.event_kind in ('start', 'stop')
    window at_one_instant as (
        partition by
            usage_holding_events_in_scope.account_id,
            usage_holding_events_in_scope.meter,
            usage_holding_events_in_scope.resource_id,
            usage_holding_events_in_scope.occurred_at
    )

),

-- An instant with a start and a stop leaves things as they were: what ran is stopped and started again, what did not is started and stopped.
starts_and_stops_with_what_ran as (

    select
        starts_and_stops.*,
        count(starts_and_stops.runs_afterwards) over (
            partition by starts_and_stops.account_id, starts_and_stops.meter, starts_and_stops.resource_id
            order by starts_and_stops.occurred_at
        ) as instant_number
    from starts_and_stops

),

starts_and_stops_with_which_comes_first as (

    select
        starts_and_stops_with_what_ran.*,
        (starts_and_stops_with_what_ran.event_kind = 'stop') = coalesce(
            bool_or(starts_and_stops_with_what_ran.runs_afterwards) over (
                partition by
                    starts_and_stops_with_what_ran.account_id,
                    starts_and_stops_with_what_ran.meter,
                    starts_and_stops_with_what_ran.resource_id,
                    starts_and_stops_with_what_ran.instant_number
            ),
            false
        ) as comes_first
    from starts_and_stops_with_what_ran

),

starts_and_stops_in_order as (

    select
        starts_and_stops_with_which_comes_first.*,
        row_number() over in_time_order as position,
        lag(starts_and_stops_with_which_comes_first.event_kind) over in_time_order as previous_kind,
        lag(starts_and_stops_with_which_comes_first.quantity) over in_time_order as previous_quantity
    from starts_and_stops_with_which_comes_first
    window in_time_order as (
        partition by
            starts_and_stops_with_which_comes_first.account_id,
            starts_and_stops_with_which_comes_first.meter,
            starts_and_stops_with_which_comes_first.resource_id
        order by
            starts_and_stops_with_which_comes_first.occurred_at asc,
            starts_and_stops_with_which_comes_first.comes_first desc,
            starts_and_stops_with_which_comes_first.event_id collate "C" asc,
            starts_and_stops_with_which_comes_first.source collate "C" asc
    )

),

starts_and_stops_judged as (

    select
        starts_and_stops_in_order.*,
        case
            when
                starts_and_stops_in_order.event_kind = 'start' and starts_and_stops_in_order.previous_kind = 'start'
                and starts_and_stops_in_order.quantity = starts_and_stops_in_order.previous_quantity
                then 'repeated_start'
            when starts_and_stops_in_order.event_kind = 'stop' and starts_and_stops_in_order.previous_kind = 'stop' then 'repeated_stop'
            when starts_and_stops_in_order.event_kind = 'stop' and starts_and_stops_in_order.previous_kind is null then 'stop_without_start'
        end as reason
    from starts_and_stops_in_order

)

select * from starts_and_stops_judged
