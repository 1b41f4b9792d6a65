{{ config(materialized='ephemeral') }}

-- An event names its session by our id or by the provider's; where it names several, the first by id is the payment's.

with payment_states_ranked as not materialized (

    select * from {{ ref('payment_states_ranked') }}

),

payment_sessions as (

    select *
    from {{ ref('stg_records__payment_sessions') }}
    where
        known_until_build = 9223372036854775807
        and provider = 'stripe'

),

names_given_by_events as (

    select
        payment_states_ranked.payment_id,
        payment_states_ranked.object_id as provider_session_id,
        payment_states_ranked.client_reference_id as session_id
    from payment_states_ranked
    where payment_states_ranked.object_type = 'checkout.session'

    union

    select
        payment_states_ranked.payment_id,
        payment_states_ranked.payment_id as provider_session_id,
        payment_states_ranked.metadata_session_id as session_id
    from payment_states_ranked

),

sessions_named as (

    select names_given_by_events.payment_id, payment_sessions.session_id
    from names_given_by_events
    inner join payment_sessions on payment_sessions.provider_session_id = names_given_by_events.provider_session_id

    union all

    select names_given_by_events.payment_id, payment_sessions.session_id
    from names_given_by_events
    inner join payment_sessions on payment_sessions.session_id = names_given_by_events.session_id

),

first_sessions_named as (

    select
        sessions_named.payment_id,
        min(sessions_named.session_id collate "C") as session_id
    from sessions_named
    group by sessions_named.payment_id

)

select * from first_sessions_named
