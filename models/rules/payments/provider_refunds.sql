{{ config(indexes=[{'columns': ['refund_id'], 'unique': true}]) }}

-- One row per refund at the provider, as its newest state tells it. What only releases money that was never captured is none.

with refund_states as (

    select * from {{ ref('stg_stripe__refund_states') }}

),

payments_of_charges as (

    select * from {{ ref('payments_of_charges') }}

),

charges as (

    select *
    from {{ ref('payment_states_ranked') }}
    where standing = 1 and object_type = 'charge'

),

provider_statuses as (

    select *
    from {{ ref('provider_statuses') }}
    where
        provider = 'stripe'
        and object_type = 'refund'

),

states_ranked as (

    select
        refund_states.*,
        row_number() over (
            partition by refund_states.refund_id
            order by
                refund_states.created_at desc,
                coalesce(provider_statuses.step, 0) desc,
                refund_states.provider_amount desc,
                refund_states.event_id collate "C" desc
        ) as standing
    from refund_states
    left join provider_statuses on provider_statuses.status = refund_states.status

),

provider_refunds as (

    select
        states_ranked.refund_id,
        coalesce(payments_of_charges.payment_id, states_ranked.payment_intent_id, states_ranked.charge_id) as payment_id,
        states_ranked.action_id,
        states_ranked.event_id as last_event_id,
        states_ranked.currency,
        states_ranked.status,
        states_ranked.failure_reason,
        states_ranked.provider_amount,
        states_ranked.status in ('failed', 'canceled') as is_failed,
        states_ranked.made_at,
        states_ranked.created_at as told_at
    from states_ranked
    left join payments_of_charges on payments_of_charges.charge_id = states_ranked.charge_id
    left join charges on charges.object_id = states_ranked.charge_id
    where
        states_ranked.standing = 1
        and not coalesce(
            states_ranked.is_without_transaction and states_ranked.status = 'succeeded' and states_ranked.provider_amount = charges.released_amount,
            false
        )

)

select * from provider_refunds
