{{ config(indexes=[{'columns': ['balance_transaction_id'], 'unique': true}]) }}

-- Balance transactions beside the money they are about: what the provider kept of each, those of disputes apart, which the dispute itself tells;
-- but for one in another currency than its dispute, which nobody tells.

with balance_transactions as (

    select * from {{ ref('stg_stripe__balance_transactions') }}

),

dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

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

provider_fees as (

    select
        balance_transactions.balance_transaction_id,
        balance_transactions.source_id,
        balance_transactions.transaction_type,
        balance_transactions.currency,
        balance_transactions.provider_amount * provider_currencies.minor_units as amount_exact,
        -- A fee of the provider's own is an amount that it takes, without a fee on it.
        case
            when balance_transactions.transaction_type = 'stripe_fee'
                then balance_transactions.provider_fee - balance_transactions.provider_amount
            else balance_transactions.provider_fee
        end * provider_currencies.minor_units as fee_exact,
        -- A transaction that was retrieved by itself is of the mode of the charge that it is about.
        coalesce(balance_transactions.is_live, payments.is_live, true) as is_live,
        -- These are told by charges, refunds, payouts and disputes themselves, and only their fee is new.
        balance_transactions.transaction_type in (
            'charge', 'payment', 'refund', 'payment_refund', 'refund_failure', 'payment_failure_refund',
            'payout', 'payout_failure', 'payout_cancel', 'stripe_fee'
        ) as is_understood,
        balance_transactions.happened_at
    from balance_transactions
    left join provider_currencies on provider_currencies.currency = balance_transactions.currency
    left join payments_of_charges on payments_of_charges.charge_id = balance_transactions.source_id
    left join payments on payments.payment_id = coalesce(payments_of_charges.payment_id, balance_transactions.source_id)
    where
        (coalesce(balance_transactions.source_id, ''), coalesce(balance_transactions.currency, '')) not in (
            select dispute_states.dispute_id, coalesce(dispute_states.currency, '') as currency from dispute_states
        )
        and (coalesce(balance_transactions.dispute_event_id, ''), coalesce(balance_transactions.currency, '')) not in (
            select dispute_states.event_id, coalesce(dispute_states.currency, '') as currency from dispute_states
        )

)

select * from provider_fees
