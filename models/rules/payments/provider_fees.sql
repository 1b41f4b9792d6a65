{{ config(indexes=[{'columns': ['balance_transaction_id'], 'unique': true}]) }}

-- Balance transactions beside the money they are about: what the provider kept of each, those of disputes apart, which the dispute itself tells;
-- but for one in another currency than its dispute. What a customer paid in one currency may be settled in another.

with balance_transactions as (

    select
        *,
        transaction_type in ('charge', 'payment', 'refund', 'payment_refund', 'refund_failure', 'payment_failure_refund') as is_of_a_payment
    from {{ ref('stg_stripe__balance_transactions') }}

),

dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

),

disputes as (

    select * from {{ ref('payment_disputes') }}

),

provider_refunds as (

    select * from {{ ref('provider_refunds') }}

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

disputes_of_events as (

    select dispute_states.event_id, min(dispute_states.dispute_id collate "C") as dispute_id
    from dispute_states
    group by dispute_states.event_id

),

transactions_beside_their_payment as (

    select
        balance_transactions.*,
        payments.payment_id,
        payments.is_live as payment_is_live,
        disputes.dispute_id,
        -- What is booked in one currency and was settled in another.
        (
            payments.state in ('received', 'unknown_customer')
            and payments.currency <> balance_transactions.currency
            and (
                (disputes.is_bookable and balance_transactions.transaction_type <> 'stripe_fee')
                or balance_transactions.is_of_a_payment
            )
        ) is true as is_converted
    from balance_transactions
    left join disputes_of_events on disputes_of_events.event_id = balance_transactions.dispute_event_id
    left join disputes on disputes.dispute_id = coalesce(disputes_of_events.dispute_id, balance_transactions.source_id)
    left join provider_refunds on provider_refunds.refund_id = balance_transactions.source_id
    left join payments_of_charges on payments_of_charges.charge_id = balance_transactions.source_id
    left join payments
        on
            payments.payment_id
            = coalesce(disputes.payment_id, provider_refunds.payment_id, payments_of_charges.payment_id, balance_transactions.source_id)
    where
        disputes.dispute_id is null
        or disputes.currency is distinct from balance_transactions.currency

),

provider_fees as (

    select
        transactions_beside_their_payment.balance_transaction_id,
        transactions_beside_their_payment.source_id,
        transactions_beside_their_payment.payment_id,
        transactions_beside_their_payment.transaction_type,
        transactions_beside_their_payment.currency,
        transactions_beside_their_payment.provider_amount * provider_currencies.minor_units as amount_exact,
        -- A fee of the provider's own is an amount that it takes, without a fee on it.
        case
            when transactions_beside_their_payment.transaction_type = 'stripe_fee'
                then transactions_beside_their_payment.provider_fee - transactions_beside_their_payment.provider_amount
            else transactions_beside_their_payment.provider_fee
        end * provider_currencies.minor_units as fee_exact,
        -- A transaction that was retrieved by itself is of the mode of the charge that it is about.
        coalesce(transactions_beside_their_payment.is_live, transactions_beside_their_payment.payment_is_live, true) as is_live,
        transactions_beside_their_payment.is_converted,
        -- These are told by charges, refunds, payouts and disputes themselves, and only their fee is new.
        transactions_beside_their_payment.is_of_a_payment
        or transactions_beside_their_payment.transaction_type in ('payout', 'payout_failure', 'payout_cancel', 'stripe_fee')
        or (transactions_beside_their_payment.dispute_id is not null and transactions_beside_their_payment.is_converted) as is_understood,
        transactions_beside_their_payment.happened_at
    from transactions_beside_their_payment
    left join provider_currencies on provider_currencies.currency = transactions_beside_their_payment.currency

)

select * from provider_fees
