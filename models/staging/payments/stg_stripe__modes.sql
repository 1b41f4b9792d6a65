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

modes as (

    select
        coalesce(
            bool_or(coalesce(stripe_events.is_live, stripe_events.body #>> '{data,object,livemode}' = 'true')), false
        ) as has_live
    from stripe_events
    inner join batches on batches.batch_id = stripe_events.batch_id
    cross join build
    where
        stripe_events.created_at <= build.as_of
        and stripe_events.object_type in ('checkout.session', 'payment_intent', 'charge', 'refund', 'dispute', 'payout')

)

select * from modes
