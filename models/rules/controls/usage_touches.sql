-- The scope: usage that is planned again, by account, meter and time. Everything that was touched since the last published build,
-- by a batch, by a record, by the clock, or because it had been left waiting.

with build as (

    select * from {{ ref('stg_control__build') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

usage_contributions as not materialized (

    select * from {{ ref('usage_contributions') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

accounts_to_replan as (

    select * from {{ ref('accounts_to_replan') }}

),

unrated_usage as (

    select * from {{ ref('stg_current__unrated_usage') }}

),

usage_exceptions as (

    select * from {{ ref('stg_current__usage_exceptions') }}

),

usage_holdings as (

    select * from {{ ref('stg_current__usage_holdings') }}

),

events as not materialized (

    select * from {{ ref('stg_usage__events') }}

),

touched_by_batches as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        true as is_from_usage,
        usage_contributions.first_at as touched_from,
        usage_contributions.event_kind in ('start', 'stop') as is_holding,
        usage_contributions.last_at as touched_until
    from batches
    inner join usage_contributions on usage_contributions.batch_id = batches.batch_id
    where batches.is_new

),

touched_by_replacements as (

    select
        usage_events_replaced.account_id,
        usage_events_replaced.meter,
        true as is_from_usage,
        usage_events_replaced.occurred_at as touched_from,
        usage_events_replaced.event_kind in ('start', 'stop') as is_holding,
        coalesce(usage_events_replaced.ended_at, usage_events_replaced.occurred_at) as touched_until
    from usage_events_replaced
    where usage_events_replaced.is_touched

),

touched_by_waiting as (

    select
        unrated_usage.account_id,
        unrated_usage.meter,
        true as is_from_usage,
        unrated_usage.window_start as touched_from,
        false as is_holding,
        unrated_usage.window_end as touched_until
    from unrated_usage

    union all

    select
        events.account_id,
        events.meter,
        true as is_from_usage,
        events.occurred_at as touched_from,
        events.event_kind in ('start', 'stop') as is_holding,
        coalesce(events.ended_at, events.occurred_at) as touched_until
    from usage_exceptions
    inner join events on events.event_key = usage_exceptions.event_key
    where usage_exceptions.state = 'waiting'

),

touched_by_the_clock as (

    select
        usage_holdings.account_id,
        usage_holdings.meter,
        true as is_from_usage,
        usage_holdings.ended_at as touched_from,
        true as is_holding,
        usage_holdings.ended_at as touched_until
    from usage_holdings
    where usage_holdings.is_open

),

touched_by_records as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        false as is_from_usage,
        usage_contributions.first_at as touched_from,
        usage_contributions.event_kind in ('start', 'stop') as is_holding,
        usage_contributions.last_at as touched_until
    from usage_contributions
    where
        (select build.is_planned_whole from build)
        or usage_contributions.account_id in (select accounts_to_replan.account_id from accounts_to_replan where accounts_to_replan.account_id is not null)
        or usage_contributions.meter in (select accounts_to_replan.meter from accounts_to_replan where accounts_to_replan.meter is not null)

),

touches_united as (

    select * from touched_by_batches
    union all
    select * from touched_by_replacements
    union all
    select * from touched_by_waiting
    union all
    select * from touched_by_the_clock
    union all
    select * from touched_by_records

),

-- What is held may accrue up to now, whenever it began.
touches_gathered as (

    select
        touches_united.account_id,
        touches_united.meter,
        touches_united.is_from_usage,
        min(touches_united.touched_from) as touched_from,
        max(
            case
                when touches_united.is_holding then greatest(touches_united.touched_until, build.as_of)
                else touches_united.touched_until
            end
        ) as touched_until
    from touches_united
    cross join build
    group by touches_united.account_id, touches_united.meter, touches_united.is_from_usage

)

select * from touches_gathered
