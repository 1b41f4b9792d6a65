{{ config(materialized='ephemeral') }}

-- What was paid in one currency and settled in another: out of the clearing account in the first goes all that is not settled in it,
-- and into that in the second comes what the provider says. What lies between is the gain or loss of the conversion.

with provider_fees as (

    select * from {{ ref('provider_fees') }}

),

payments as (

    select * from {{ ref('payments') }}

),

disputes as (

    select *
    from {{ ref('payment_disputes') }}
    where
        is_bookable
        and not is_told_by_transactions

),

modes_seen as (

    select * from {{ ref('stg_stripe__modes') }}

),

transactions_of_payments as (

    select
        provider_fees.balance_transaction_id,
        provider_fees.payment_id,
        payments.account_id,
        payments.currency as payment_currency,
        payments.received_minor - payments.refunded_minor as booked_minor,
        payments.paid_at,
        provider_fees.currency,
        trunc(provider_fees.amount_exact) as amount_minor,
        provider_fees.is_converted,
        provider_fees.happened_at
    from provider_fees
    inner join payments on payments.payment_id = provider_fees.payment_id
    cross join modes_seen
    where
        provider_fees.is_understood
        and provider_fees.transaction_type <> 'stripe_fee'
        and {{ is_meant_by_a_provider('provider_fees.amount_exact') }}
        and (provider_fees.is_live or not modes_seen.has_live)

),

disputes_summed as (

    select
        disputes.payment_id,
        sum(trunc(disputes.reinstated_exact) - trunc(disputes.withdrawn_exact)) as amount_minor
    from disputes
    group by disputes.payment_id

),

payments_settled_elsewhere as (

    select
        transactions_of_payments.payment_id,
        transactions_of_payments.account_id,
        transactions_of_payments.payment_currency as currency,
        transactions_of_payments.booked_minor
        - coalesce(sum(transactions_of_payments.amount_minor) filter (where not transactions_of_payments.is_converted), 0) as amount_minor,
        transactions_of_payments.paid_at
    from transactions_of_payments
    group by
        transactions_of_payments.payment_id, transactions_of_payments.account_id, transactions_of_payments.payment_currency,
        transactions_of_payments.booked_minor, transactions_of_payments.paid_at
    having bool_or(transactions_of_payments.is_converted)

),

currency_conversions as (

    select
        'payment' as reference_type,
        payments_settled_elsewhere.payment_id as reference_id,
        payments_settled_elsewhere.payment_id,
        payments_settled_elsewhere.account_id,
        payments_settled_elsewhere.currency,
        -(payments_settled_elsewhere.amount_minor + coalesce(disputes_summed.amount_minor, 0)) as amount_minor,
        payments_settled_elsewhere.paid_at as since
    from payments_settled_elsewhere
    left join disputes_summed on disputes_summed.payment_id = payments_settled_elsewhere.payment_id

    union all

    select
        'balance_transaction' as reference_type,
        transactions_of_payments.balance_transaction_id as reference_id,
        transactions_of_payments.payment_id,
        transactions_of_payments.account_id,
        transactions_of_payments.currency,
        transactions_of_payments.amount_minor,
        transactions_of_payments.happened_at as since
    from transactions_of_payments
    where transactions_of_payments.is_converted

)

select * from currency_conversions
