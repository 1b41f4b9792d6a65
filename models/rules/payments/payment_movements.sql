{{ config(materialized='view') }}

-- What the journal is to hold for all that moved at the provider: one row per fact and holder, the leg that stands against the clearing account.

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

    select * from {{ ref('settlements') }}

),

facts_of_payments as (

    select
        'stripe_credit' as entry_type,
        'payment' as reference_type,
        payments.payment_id as reference_id,
        payments.account_id,
        payments.currency,
        payments.correlation_id,
        payments.received_minor as target_minor,
        payments.paid_at as happened_at
    from payments

    union all

    select
        'provider_refund' as entry_type,
        'payment' as reference_type,
        payments.payment_id as reference_id,
        payments.account_id,
        payments.currency,
        payments.correlation_id,
        -payments.refunded_minor as target_minor,
        payments.refunded_at as happened_at
    from payments
    where payments.refunded_at is not null

    union all

    select
        'chargeback_debit' as entry_type,
        'dispute' as reference_type,
        disputes.dispute_id as reference_id,
        disputes.account_id,
        disputes.currency,
        disputes.correlation_id,
        -trunc(disputes.withdrawn_exact)::bigint as target_minor,
        disputes.withdrawn_at as happened_at
    from disputes

    union all

    select
        'chargeback_reversal' as entry_type,
        'dispute' as reference_type,
        disputes.dispute_id as reference_id,
        disputes.account_id,
        disputes.currency,
        disputes.correlation_id,
        trunc(disputes.reinstated_exact)::bigint as target_minor,
        disputes.reinstated_at as happened_at
    from disputes

),

-- What nobody is known for stands in suspense, all of a payment or a dispute together, until it is linked.
movements_united as (

    select
        facts_of_payments.entry_type,
        facts_of_payments.reference_type,
        facts_of_payments.reference_id,
        'customer' as ledger_account,
        facts_of_payments.account_id,
        facts_of_payments.currency,
        facts_of_payments.correlation_id,
        facts_of_payments.target_minor,
        facts_of_payments.happened_at
    from facts_of_payments
    where facts_of_payments.account_id is not null

    union all

    select
        'transfer' as entry_type,
        facts_of_payments.reference_type,
        facts_of_payments.reference_id,
        'suspense' as ledger_account,
        null::text as account_id,
        facts_of_payments.currency,
        null as correlation_id,
        sum(facts_of_payments.target_minor)::bigint as target_minor,
        null::timestamptz as happened_at
    from facts_of_payments
    where facts_of_payments.account_id is null
    group by facts_of_payments.reference_type, facts_of_payments.reference_id, facts_of_payments.currency

    union all

    select * from settlements

)

select * from movements_united
