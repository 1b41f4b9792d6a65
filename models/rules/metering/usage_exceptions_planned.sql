-- Single events of the scope that do not count as they are: replaced, taken back, repeated, or waiting for something of their own.

with usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_events_examined as (

    select * from {{ ref('usage_events_examined') }}

),

usage_quantities_not_taken as (

    select * from {{ ref('usage_quantities_not_taken') }}

),

usage_events_out_of_turn as (

    select * from {{ ref('usage_events_out_of_turn') }}

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

events_that_wait as (

    select
        usage_events_examined.event_key,
        usage_events_examined.account_id,
        usage_events_examined.meter,
        usage_events_examined.reason
    from usage_events_examined
    where usage_events_examined.reason is not null

    union all

    select
        usage_quantities_not_taken.event_key,
        usage_quantities_not_taken.account_id,
        usage_quantities_not_taken.meter,
        usage_quantities_not_taken.reason
    from usage_quantities_not_taken
    where usage_quantities_not_taken.event_key not in (select events_in_replacements.event_key from events_in_replacements)

),

exceptions_united as (

    select * from events_in_replacements
    union all
    select * from usage_events_out_of_turn
    union all
    select
        events_that_wait.event_key,
        events_that_wait.account_id,
        events_that_wait.meter,
        'waiting' as state,
        events_that_wait.reason
    from events_that_wait

)

select * from exceptions_united
