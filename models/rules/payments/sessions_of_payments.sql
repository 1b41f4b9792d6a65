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

sessions_named as (

    select payment_states_ranked.payment_id, payment_sessions.session_id
    from payment_states_ranked
    inner join payment_sessions on payment_sessions.provider_session_id = payment_states_ranked.object_id
    where payment_states_ranked.object_type = 'checkout.session'

    union all

    select payment_states_ranked.payment_id, payment_sessions.session_id
    from payment_states_ranked
    inner join payment_sessions on payment_sessions.provider_session_id = payment_states_ranked.payment_id

    union all

    select payment_states_ranked.payment_id, payment_sessions.session_id
    from payment_states_ranked
    inner join payment_sessions on payment_sessions.session_id = payment_states_ranked.client_reference_id
    where payment_states_ranked.object_type = 'checkout.session'

    union all

    select payment_states_ranked.payment_id, payment_sessions.session_id
    from payment_states_ranked
    inner join payment_sessions on payment_sessions.session_id = payment_states_ranked.metadata_session_id

),

first_sessions_named as (

    select
        sessions_named.payment_id,
        min(sessions_named.session_id collate "C") as session_id
    from sessions_named
    group by sessions_named.payment_id

)

select * from first_sessions_named
