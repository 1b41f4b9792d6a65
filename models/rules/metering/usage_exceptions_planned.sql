-- Single events of the scope that do not count as they are: replaced, taken back, repeated, or waiting for something of their own.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

usage_holding_events as (

    select * from {{ ref('usage_holding_events') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

events_in_replacements as (

    select
        usage_events_replaced.event_key,
        usage_events_replaced.account_id,
        usage_events_replaced.meter,
        case
            when usage_events_replaced.is_replacing and not usage_events_replaced.has_original then 'waiting'
            when usage_events_replaced.is_replacing and not usage_events_replaced.is_standing then 'replaced'
            when usage_events_replaced.is_replaced then 'replaced'
            else 'free'
        end as state,
        case
            when usage_events_replaced.is_replacing and not usage_events_replaced.has_original then 'original_not_arrived'
            when usage_events_replaced.is_replaced or not usage_events_replaced.is_standing then 'replaced'
            else 'taken_back'
        end as reason
    from usage_ranges
    inner join usage_events_replaced
        on
            usage_events_replaced.account_id = usage_ranges.account_id
            and usage_events_replaced.meter = usage_ranges.meter
    where
        usage_events_replaced.is_replaced
        or (usage_events_replaced.is_replacing and not usage_events_replaced.is_standing)
        -- A stop has no quantity anyway: one that replaces another one counts.
        or (usage_events_replaced.is_replacing and usage_events_replaced.quantity is null and usage_events_replaced.event_kind <> 'stop')

),

holding_events_out_of_turn as (

    select
        usage_holding_events.event_key,
        usage_holding_events.account_id,
        usage_holding_events.meter,
        case when usage_holding_events.reason = 'stop_without_start' then 'waiting' else 'duplicate' end as state,
        usage_holding_events.reason
    from usage_holding_events
    where usage_holding_events.reason is not null

),

events_not_rated_yet as (

    select
        events.event_key,
        events.account_id,
        events.meter,
        'waiting' as state,
        case when events.event_kind in ('level', 'reading') then 'event_kind_not_supported' else 'event_in_future' end as reason
    from usage_ranges
    inner join events
        on
            events.account_id = usage_ranges.account_id
            and events.meter = usage_ranges.meter
            and events.event_kind <> 'quantity'
    cross join build
    where
        events.event_kind in ('level', 'reading')
        or events.occurred_at > build.as_of

),

exceptions_united as (

    select * from events_in_replacements
    union all
    select * from holding_events_out_of_turn
    union all
    select *
    from events_not_rated_yet
    where events_not_rated_yet.event_key not in (select events_in_replacements.event_key from events_in_replacements)

)

select * from exceptions_united
