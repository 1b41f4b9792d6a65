-- Provider events about the objects of a payment that carries a correlation id: session, payment, refunds, disputes, and what refers to it.

with payment_sessions as (

    select * from {{ ref('payment_sessions') }}

),

refunds as (

    select * from {{ ref('refunds') }}

),

disputes as (

    select * from {{ ref('disputes') }}

),

stripe_events as not materialized (

    select * from {{ source('raw', 'stripe_events') }}

),

objects_of_payments as (

    select
        payment_sessions.correlation_id,
        payment_sessions.account_id,
        payment_sessions.provider_session_id as object_id
    from payment_sessions
    where payment_sessions.correlation_id is not null

    union

    select
        payment_sessions.correlation_id,
        payment_sessions.account_id,
        payment_sessions.payment_id as object_id
    from payment_sessions
    where payment_sessions.correlation_id is not null

    union

    -- Their events may name a charge and no payment.
    select
        refunds.correlation_id,
        refunds.account_id,
        refunds.provider_refund_id as object_id
    from refunds
    where refunds.correlation_id is not null

    union

    select
        disputes.correlation_id,
        disputes.account_id,
        disputes.dispute_id as object_id
    from disputes
    where disputes.correlation_id is not null

),

-- The event is about the object itself, or about something that belongs to its payment.
events_of_objects as (

    select
        stripe_events.event_id,
        objects_of_payments.correlation_id,
        objects_of_payments.account_id,
        stripe_events.event_type,
        stripe_events.batch_id,
        stripe_events.created_at
    from objects_of_payments
    inner join stripe_events on stripe_events.object_id = objects_of_payments.object_id

    union

    select
        stripe_events.event_id,
        objects_of_payments.correlation_id,
        objects_of_payments.account_id,
        stripe_events.event_type,
        stripe_events.batch_id,
        stripe_events.created_at
    from objects_of_payments
    inner join stripe_events on stripe_events.body #>> '{data,object,payment_intent}' = objects_of_payments.object_id

)

select * from events_of_objects
