{{ config(materialized='ephemeral') }}

-- Money at the provider: what is left there of each payment after refunds, disputes and conversions, and what fees and payouts took, per currency.

with payments as (

    select *
    from {{ ref('payments') }}
    where state in ('received', 'unknown_customer')

),

disputes as (

    select *
    from {{ ref('payment_disputes') }}
    where is_bookable

),

settlements as (

    select *
    from {{ ref('settlements') }}
    where entry_type in ('provider_fee', 'payout')

),

currency_conversions as (

    select * from {{ ref('currency_conversions') }}

),

disputes_summed as (

    select
        disputes.payment_id,
        sum(
            trunc(disputes.reinstated_exact) + trunc(disputes.fee_returned_exact) - trunc(disputes.withdrawn_exact) - trunc(disputes.fee_exact)
        ) as amount_minor
    from disputes
    group by disputes.payment_id

),

money_of_payments as (

    select
        payments.payment_id,
        payments.account_id,
        payments.currency,
        payments.received_minor - payments.refunded_minor + coalesce(disputes_summed.amount_minor, 0) as amount_minor,
        payments.paid_at as since
    from payments
    left join disputes_summed on disputes_summed.payment_id = payments.payment_id

    union all

    select
        currency_conversions.payment_id,
        currency_conversions.account_id,
        currency_conversions.currency,
        currency_conversions.amount_minor,
        currency_conversions.since
    from currency_conversions

),

-- What was settled in another currency stands there.
money_united as (

    select
        money_of_payments.payment_id,
        money_of_payments.account_id,
        money_of_payments.currency,
        sum(money_of_payments.amount_minor) as amount_minor,
        min(money_of_payments.since) as since
    from money_of_payments
    group by money_of_payments.payment_id, money_of_payments.account_id, money_of_payments.currency

    union all

    select
        null as payment_id,
        null as account_id,
        settlements.currency,
        sum(settlements.target_minor) as amount_minor,
        null as since
    from settlements
    group by settlements.currency

)

select * from money_united
