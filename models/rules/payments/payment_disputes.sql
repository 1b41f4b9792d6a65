{{ config(indexes=[{'columns': ['dispute_id'], 'unique': true}]) }}

-- One row per dispute as its newest state tells it, with the money that moved for it, beside the payment it is about.

with dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

),

provider_statuses as (

    select *
    from {{ ref('provider_statuses') }}
    where
        provider = 'stripe'
        and object_type = 'dispute'

),

dispute_money as (

    select * from {{ ref('dispute_money') }}

),

payments_of_charges as (

    select * from {{ ref('payments_of_charges') }}

),

payments as (

    select * from {{ ref('payments') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

states_ranked as (

    select
        dispute_states.*,
        provider_statuses.lifecycle,
        min(dispute_states.created_at) over (partition by dispute_states.dispute_id) as opened_at,
        row_number() over (
            partition by dispute_states.dispute_id
            order by
                dispute_states.created_at desc,
                coalesce(provider_statuses.step, 0) desc,
                dispute_states.submission_count desc,
                dispute_states.event_id collate "C" desc
        ) as standing
    from dispute_states
    left join provider_statuses on provider_statuses.status = dispute_states.status

),

disputes_beside_their_payment as (

    select
        states_ranked.dispute_id,
        coalesce(payments_of_charges.payment_id, states_ranked.payment_intent_id, states_ranked.charge_id) as payment_id,
        states_ranked.charge_id,
        states_ranked.event_id as last_event_id,
        states_ranked.currency,
        states_ranked.status,
        states_ranked.lifecycle,
        states_ranked.reason,
        trunc(states_ranked.provider_amount * provider_currencies.minor_units) as amount_exact,
        dispute_money.withdrawn_amount * provider_currencies.minor_units as withdrawn_exact,
        dispute_money.fee_amount * provider_currencies.minor_units as fee_exact,
        dispute_money.reinstated_amount * provider_currencies.minor_units as reinstated_exact,
        dispute_money.fee_returned_amount * provider_currencies.minor_units as fee_returned_exact,
        states_ranked.submission_count,
        states_ranked.has_evidence,
        states_ranked.evidence_due_at,
        states_ranked.opened_at,
        states_ranked.created_at as last_event_at,
        dispute_money.withdrawn_at,
        dispute_money.reinstated_at,
        dispute_money.is_told_by_transactions
    from states_ranked
    inner join dispute_money on dispute_money.dispute_id = states_ranked.dispute_id
    left join payments_of_charges on payments_of_charges.charge_id = states_ranked.charge_id
    left join provider_currencies on provider_currencies.currency = states_ranked.currency
    where states_ranked.standing = 1

),

disputes as (

    select
        disputes_beside_their_payment.*,
        payments.account_id,
        payments.correlation_id,
        payments.state as payment_state,
        -- A dispute of a payment that is not understood, or in another currency than it, or of amounts that nobody can mean, moves no money of ours.
        (
            payments.state in ('received', 'unknown_customer')
            and payments.currency = disputes_beside_their_payment.currency
            and least(disputes_beside_their_payment.withdrawn_exact, disputes_beside_their_payment.reinstated_exact) >= 0
            and {{ is_meant_by_a_provider(
                "greatest(disputes_beside_their_payment.withdrawn_exact, disputes_beside_their_payment.reinstated_exact, "
                "abs(disputes_beside_their_payment.fee_exact), abs(disputes_beside_their_payment.fee_returned_exact))"
            ) }}
        ) is true as is_bookable
    from disputes_beside_their_payment
    left join payments on payments.payment_id = disputes_beside_their_payment.payment_id

)

select * from disputes
