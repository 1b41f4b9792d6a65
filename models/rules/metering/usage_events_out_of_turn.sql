{{ config(materialized='ephemeral') }}

-- Events that change nothing where they stand: repeats, stops without a start, first readings, and what holds nothing.

with usage_holding_events as (

    select * from {{ ref('usage_holding_events') }}

),

usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

usage_readings as (

    select * from {{ ref('usage_readings') }}

),

events_out_of_turn as (

    select
        usage_holding_events.event_key,
        usage_holding_events.account_id,
        usage_holding_events.meter,
        case when usage_holding_events.reason = 'stop_without_start' then 'waiting' else 'duplicate' end as state,
        usage_holding_events.reason
    from usage_holding_events
    where usage_holding_events.reason is not null

    union all

    select
        usage_holdings.event_key,
        usage_holdings.account_id,
        usage_holdings.meter,
        'free' as state,
        usage_holdings.empty_reason as reason
    from usage_holdings
    where usage_holdings.empty_reason is not null

    union all

    select
        usage_readings.event_key,
        usage_readings.account_id,
        usage_readings.meter,
        case when usage_readings.reason = 'first_reading' then 'free' else 'duplicate' end as state,
        usage_readings.reason
    from usage_readings
    where usage_readings.reason is not null

)

select * from events_out_of_turn
