{{ config(materialized='ephemeral') }}

-- The last attempt at each request to a provider, of those made by the build's as_of: what the relay hears later is for a later build.

with outbox_deliveries as (

    select *
    from {{ source('control', 'outbox_deliveries') }}
    where channel = 'provider'

),

build as (

    select * from {{ ref('stg_control__build') }}

),

attempts_in_order as (

    select
        outbox_deliveries.outbox_event_id,
        outbox_deliveries.outcome,
        outbox_deliveries.attempted_at,
        row_number() over (
            partition by outbox_deliveries.outbox_event_id order by outbox_deliveries.attempt_number desc, outbox_deliveries.contact_id collate "C"
        ) as recency
    from outbox_deliveries
    cross join build
    where outbox_deliveries.attempted_at <= build.as_of

),

last_attempts as (

    select
        attempts_in_order.outbox_event_id,
        attempts_in_order.outcome,
        attempts_in_order.attempted_at
    from attempts_in_order
    where attempts_in_order.recency = 1

)

select * from last_attempts
