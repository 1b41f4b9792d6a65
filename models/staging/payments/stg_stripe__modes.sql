-- Whether live money has been seen, in an object of any kind: a payout tells it as well as a payment.

with stripe_events as (

    select * from {{ source('raw', 'stripe_events') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- The first one that is found answers: where live money is taken, history is not read for it.
live_objects as (

    select stripe_events.event_id
    from stripe_events
    inner join batches on batches.batch_id = stripe_events.batch_id
    cross join build
    where
        stripe_events.created_at <= build.as_of
        and stripe_events.object_type in ({{ stripe_kinds() }})
        and coalesce(stripe_events.is_live, stripe_events.body #>> '{data,object,livemode}' = 'true')
    order by stripe_events.event_id
    limit 1

),

modes as (

    select count(live_objects.event_id) > 0 as has_live
    from live_objects

)

select * from modes
