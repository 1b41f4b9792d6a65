{{ config(materialized='ephemeral') }}

-- Money at the provider: what is left there of each payment after refunds and disputes, and what fees and payouts took, summed per currency.

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

disputes_summed as (

    select
        disputes.payment_id,
        sum(
            trunc(disputes.reinstated_exact) + trunc(disputes.fee_returned_exact) - trunc(disputes.withdrawn_exact) - trunc(disputes.fee_exact)
        ) as amount_minor
    from disputes
    group by disputes.payment_id

),

money_united as (

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
        null as payment_id,
        null as account_id,
        settlements.currency,
        sum(settlements.target_minor) as amount_minor,
        null as since
    from settlements
    group by settlements.currency

)

select * from money_united
