{{ config(materialized='ephemeral') }}

-- A paid session that names no intent is the payment of the intent that names the same session recorded before the redirect: it is credited once.

with payment_states as not materialized (

    select * from {{ ref('stg_stripe__payment_states') }}

),

payment_sessions as (

    select *
    from {{ ref('stg_records__payment_sessions') }}
    where
        known_until_build = 9223372036854775807
        and provider = 'stripe'

),

sessions_without_intent as (

    select
        payment_states.object_id,
        payment_states.client_reference_id,
        payment_states.metadata_session_id
    from payment_states
    where
        payment_states.object_type = 'checkout.session'
        and payment_states.payment_id = payment_states.object_id

),

intents_of_sessions as (

    select
        payment_states.payment_id,
        payment_states.metadata_session_id as session_id,
        bool_or(payment_states.captured_amount <> 0) as is_captured
    from payment_states
    where
        payment_states.object_type = 'payment_intent'
        or (payment_states.object_type = 'charge' and payment_states.payment_id <> payment_states.object_id)
    group by payment_states.payment_id, payment_states.metadata_session_id

),

names_of_sessions as (

    select sessions_without_intent.object_id, sessions_without_intent.client_reference_id as session_id
    from sessions_without_intent

    union

    select sessions_without_intent.object_id, sessions_without_intent.metadata_session_id as session_id
    from sessions_without_intent

    union

    select sessions_without_intent.object_id, payment_sessions.session_id
    from sessions_without_intent
    inner join payment_sessions on payment_sessions.provider_session_id = sessions_without_intent.object_id

),

payments_of_sessions as (

    select
        names_of_sessions.object_id as provider_session_id,
        (array_agg(
            intents_of_sessions.payment_id order by intents_of_sessions.is_captured desc, intents_of_sessions.payment_id collate "C"
        ))[1] as payment_id
    from names_of_sessions
    inner join payment_sessions on payment_sessions.session_id = names_of_sessions.session_id
    inner join intents_of_sessions on intents_of_sessions.session_id = names_of_sessions.session_id
    group by names_of_sessions.object_id

)

select * from payments_of_sessions
