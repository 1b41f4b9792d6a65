-- With which batch an event landed: what was known when something was asked for.

with stripe_events as (

    select * from {{ source('raw', 'stripe_events') }}

),

event_batches as (

    select stripe_events.event_id, stripe_events.batch_id
    from stripe_events

)

select * from event_batches
