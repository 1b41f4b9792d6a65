{{ config(indexes=[{'columns': ['charge_id'], 'unique': true}]) }}

-- Which payment a charge belongs to, whoever says so: a refund or a dispute may name only the charge. Beside them sessions that name no intent.

with payment_states as (

    select * from {{ ref('stg_stripe__payment_states') }}

),

refund_states as (

    select * from {{ ref('stg_stripe__refund_states') }}

),

dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

),

payments_of_sessions as (

    select * from {{ ref('payments_of_sessions') }}

),

charges_named as (

    select payment_states.charge_id, payment_states.payment_id
    from payment_states
    where payment_states.payment_id <> payment_states.charge_id

    union all

    select refund_states.charge_id, refund_states.payment_intent_id as payment_id
    from refund_states
    where refund_states.payment_intent_id is not null

    union all

    select dispute_states.charge_id, dispute_states.payment_intent_id as payment_id
    from dispute_states
    where dispute_states.payment_intent_id is not null

),

payments_named as (

    select
        charges_named.charge_id,
        min(charges_named.payment_id collate "C") as payment_id
    from charges_named
    where charges_named.charge_id is not null
    group by charges_named.charge_id

),

payments_of_charges as (

    select payments_named.charge_id, payments_named.payment_id
    from payments_named

    union all

    select payments_of_sessions.provider_session_id as charge_id, payments_of_sessions.payment_id
    from payments_of_sessions
    where payments_of_sessions.provider_session_id not in (select payments_named.charge_id from payments_named)

)

select * from payments_of_charges
