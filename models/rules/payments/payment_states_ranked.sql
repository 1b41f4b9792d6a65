-- Of two states of one object the later one counts, then the later step of its life, then the greater amount: the order of arrival says nothing.

with payment_states as (

    select * from {{ ref('stg_stripe__payment_states') }}

),

payments_of_charges as (

    select * from {{ ref('payments_of_charges') }}

),

provider_statuses as (

    select *
    from {{ ref('provider_statuses') }}
    where provider = 'stripe'

),

states_ranked as (

    select
        payment_states.event_id,
        coalesce(payments_of_charges.payment_id, payment_states.payment_id) as payment_id,
        payment_states.event_type,
        payment_states.object_type,
        payment_states.object_id,
        payment_states.customer_id,
        payment_states.client_reference_id,
        payment_states.metadata_session_id,
        payment_states.currency,
        payment_states.status,
        payment_states.captured_amount,
        payment_states.refunded_amount,
        payment_states.released_amount,
        payment_states.is_live,
        payment_states.is_over,
        payment_states.created_at,
        row_number() over (
            partition by payment_states.object_id
            order by
                payment_states.created_at desc,
                coalesce(provider_statuses.step, 0) desc,
                payment_states.captured_amount desc,
                payment_states.refunded_amount desc,
                payment_states.event_id collate "C" desc
        ) as standing
    from payment_states
    left join payments_of_charges
        on
            payments_of_charges.charge_id = payment_states.object_id
            and (payment_states.object_type = 'charge' or payment_states.payment_id = payment_states.object_id)
    left join provider_statuses
        on
            provider_statuses.object_type = payment_states.object_type
            and provider_statuses.status = payment_states.status

)

select * from states_ranked
