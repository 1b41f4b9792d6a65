{{ config(materialized='ephemeral') }}

-- The states of a payment's objects as one, in minor units of its currency whatever decimals the provider counts in.

with payment_states_ranked as not materialized (

    select * from {{ ref('payment_states_ranked') }}

),

payment_refunds as (

    select * from {{ ref('payment_refunds') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

-- A captured amount comes once from the intent, once from its charge and once from its session: the intent's word counts, then the charge's.
words_in_order as (

    select
        payment_states_ranked.payment_id,
        payment_states_ranked.object_type,
        sum(payment_states_ranked.captured_amount) as captured_amount,
        max(payment_states_ranked.currency collate "C") as currency,
        row_number() over (
            partition by payment_states_ranked.payment_id
            order by
                sum(payment_states_ranked.captured_amount) <> 0 desc,
                array_position(array['payment_intent', 'charge', 'checkout.session'], payment_states_ranked.object_type)
        ) as word_number
    from payment_states_ranked
    where payment_states_ranked.standing = 1
    group by payment_states_ranked.payment_id, payment_states_ranked.object_type

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
        min(payment_states_ranked.created_at) filter (where payment_states_ranked.refunded_amount > 0) as refunded_at
    from payment_states_ranked
    group by payment_states_ranked.payment_id

),

payments_in_minor_units as (

    select
        states_gathered.payment_id,
        states_gathered.customer_id,
        words_in_order.currency,
        states_gathered.last_event_id,
        words_in_order.captured_amount * provider_currencies.minor_units as received_exact,
        coalesce(payment_refunds.provider_amount, 0) * provider_currencies.minor_units as refunded_exact,
        states_gathered.event_count,
        states_gathered.is_live,
        states_gathered.is_over,
        states_gathered.is_under_way,
        states_gathered.first_event_at,
        states_gathered.last_event_at,
        case when words_in_order.captured_amount <> 0 then states_gathered.paid_at end as paid_at,
        least(payment_refunds.first_made_at, states_gathered.refunded_at) as refunded_at
    from states_gathered
    inner join words_in_order
        on
            words_in_order.payment_id = states_gathered.payment_id
            and words_in_order.word_number = 1
    left join payment_refunds on payment_refunds.payment_id = states_gathered.payment_id
    left join provider_currencies on provider_currencies.currency = words_in_order.currency

)

select * from payments_in_minor_units
