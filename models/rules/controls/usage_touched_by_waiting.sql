{{ config(materialized='ephemeral') }}

-- What the last published build left: usage that it could not rate, events that wait for something, and what was still held.

with unrated_usage as (

    select * from {{ ref('stg_current__unrated_usage') }}

),

usage_exceptions as (

    select * from {{ ref('stg_current__usage_exceptions') }}

),

usage_holdings as (

    select * from {{ ref('stg_current__usage_holdings') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

touched_by_unrated_usage as (

    select
        unrated_usage.account_id,
        unrated_usage.meter,
        false as is_holding,
        unrated_usage.window_start as touched_from,
        unrated_usage.window_end as touched_until
    from unrated_usage

),

touched_by_waiting_events as (

    select
        events.account_id,
        events.meter,
        events.event_kind not in ('quantity', 'span') as is_holding,
        events.occurred_at as touched_from,
        coalesce(events.ended_at, events.occurred_at) as touched_until
    from usage_exceptions
    inner join events on events.event_key = usage_exceptions.event_key
    where usage_exceptions.state = 'waiting'

),

touched_by_the_clock as (

    select
        usage_holdings.account_id,
        usage_holdings.meter,
        true as is_holding,
        usage_holdings.ended_at as touched_from,
        usage_holdings.ended_at as touched_until
    from usage_holdings
    where usage_holdings.is_open

),

touches_united as (

    select * from touched_by_unrated_usage
    union all
    select * from touched_by_waiting_events
    union all
    select * from touched_by_the_clock

)

select * from touches_united
