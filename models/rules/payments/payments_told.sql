{{ config(materialized='ephemeral') }}

-- The states of a payment's objects in one word, in what the provider counts in.

with payment_states_ranked as not materialized (

    select * from {{ ref('payment_states_ranked') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

states_gathered as (

    select
        payment_states_ranked.payment_id,
        -- The newest word on the customer: he may have been mended before the money came.
        (array_agg(
            payment_states_ranked.customer_id
            order by
                payment_states_ranked.standing,
                array_position(array['payment_intent', 'charge', 'checkout.session'], payment_states_ranked.object_type),
                payment_states_ranked.customer_id collate "C"
        ) filter (where payment_states_ranked.customer_id is not null))[1] as customer_id,
        (array_agg(
            payment_states_ranked.event_id order by payment_states_ranked.created_at desc, payment_states_ranked.event_id collate "C" desc
        ))[1] as last_event_id,
        count(distinct payment_states_ranked.event_id) as event_count,
        bool_or(payment_states_ranked.is_live) as is_live,
        bool_or(payment_states_ranked.is_over) filter (where payment_states_ranked.standing = 1) as is_over,
        coalesce(
            bool_or(payment_states_ranked.status in ('processing', 'requires_capture')) filter (where payment_states_ranked.standing = 1), false
        ) as is_under_way,
        min(payment_states_ranked.created_at) as first_event_at,
        max(payment_states_ranked.created_at) as last_event_at,
        min(payment_states_ranked.created_at) filter (where payment_states_ranked.captured_amount <> 0) as paid_at,
        min(payment_states_ranked.created_at) filter (where payment_states_ranked.refunded_amount > 0) as refunded_at,
        max(payment_states_ranked.created_at) filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'charge'
        ) as charges_told_at,
        coalesce(sum(payment_states_ranked.refunded_amount) filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'charge'
        ), 0) as refunded_of_charges,
        sum(payment_states_ranked.captured_amount) filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'payment_intent'
        ) as captured_of_intent,
        sum(payment_states_ranked.captured_amount) filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'charge'
        ) as captured_of_charges,
        sum(payment_states_ranked.captured_amount) filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'checkout.session'
        ) as captured_of_sessions,
        max(payment_states_ranked.currency collate "C") filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'payment_intent'
        ) as currency_of_intent,
        max(payment_states_ranked.currency collate "C") filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'charge'
        ) as currency_of_charges,
        max(payment_states_ranked.currency collate "C") filter (
            where payment_states_ranked.standing = 1 and payment_states_ranked.object_type = 'checkout.session'
        ) as currency_of_sessions
    from payment_states_ranked
    group by payment_states_ranked.payment_id
    -- The early states of an object whose later ones name another payment are no payment.
    having bool_or(payment_states_ranked.standing = 1)

),

-- A captured amount comes once from the intent, once from its charge and once from its session: the intent's word counts, then the charge's.
payments_in_a_word as (

    select
        states_gathered.*,
        coalesce(
            nullif(states_gathered.captured_of_intent, 0), nullif(states_gathered.captured_of_charges, 0), states_gathered.captured_of_sessions, 0
        ) as captured_amount,
        case
            when states_gathered.captured_of_intent <> 0 then states_gathered.currency_of_intent
            when states_gathered.captured_of_charges <> 0 then states_gathered.currency_of_charges
            when states_gathered.captured_of_sessions <> 0 then states_gathered.currency_of_sessions
            else coalesce(states_gathered.currency_of_intent, states_gathered.currency_of_charges, states_gathered.currency_of_sessions)
        end as currency
    from states_gathered

),

payments_told as (

    select
        payments_in_a_word.payment_id,
        payments_in_a_word.customer_id,
        payments_in_a_word.currency,
        payments_in_a_word.last_event_id,
        provider_currencies.minor_units,
        payments_in_a_word.captured_amount,
        payments_in_a_word.refunded_of_charges,
        payments_in_a_word.event_count,
        payments_in_a_word.is_live,
        payments_in_a_word.is_over,
        payments_in_a_word.is_under_way,
        payments_in_a_word.first_event_at,
        payments_in_a_word.last_event_at,
        case when payments_in_a_word.captured_amount <> 0 then payments_in_a_word.paid_at end as paid_at,
        payments_in_a_word.refunded_at,
        payments_in_a_word.charges_told_at
    from payments_in_a_word
    left join provider_currencies on provider_currencies.currency = payments_in_a_word.currency

)

select * from payments_told
