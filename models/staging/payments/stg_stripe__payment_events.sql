with stripe_events as (

    select * from {{ source('raw', 'stripe_events') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

events_about_payments as (

    select
        stripe_events.event_id,
        stripe_events.event_type,
        stripe_events.object_type,
        coalesce(stripe_events.is_live, false) as is_live,
        stripe_events.created_at,
        stripe_events.body #> '{data,object}' as object
    from stripe_events
    inner join batches on batches.batch_id = stripe_events.batch_id
    cross join build
    where
        stripe_events.created_at <= build.as_of
        and stripe_events.object_type in ('checkout.session', 'payment_intent')
        and jsonb_typeof(stripe_events.body #> '{data,object}') = 'object'

),

-- A session and its payment intent are one payment: the intent's id names it, the session's own id where there is no intent yet.
payment_events as (

    select
        events_about_payments.event_id,
        coalesce(
            case events_about_payments.object_type
                when 'payment_intent' then events_about_payments.object ->> 'id'
                else coalesce(events_about_payments.object #>> '{payment_intent,id}', events_about_payments.object ->> 'payment_intent')
            end,
            events_about_payments.object ->> 'id'
        ) as payment_id,
        events_about_payments.event_type,
        events_about_payments.object_type,
        events_about_payments.object ->> 'id' as object_id,
        coalesce(events_about_payments.object #>> '{customer,id}', events_about_payments.object ->> 'customer') as customer_id,
        events_about_payments.object ->> 'client_reference_id' as client_reference_id,
        events_about_payments.object #>> '{metadata,session_id}' as metadata_session_id,
        upper(events_about_payments.object ->> 'currency') as currency,
        case
            when events_about_payments.object_type = 'payment_intent' and events_about_payments.object ->> 'status' = 'succeeded'
                then coalesce(events_about_payments.object ->> 'amount_received', events_about_payments.object ->> 'amount')::numeric
            when events_about_payments.object_type = 'checkout.session' and events_about_payments.object ->> 'payment_status' = 'paid'
                then (events_about_payments.object ->> 'amount_total')::numeric
            else 0
        end as provider_amount,
        events_about_payments.is_live,
        events_about_payments.created_at
    from events_about_payments
    where coalesce(events_about_payments.object ->> 'mode', 'payment') = 'payment'

)

select *
from payment_events
where payment_events.payment_id is not null
