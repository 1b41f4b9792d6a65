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

-- Nothing goes back before it came.
facts_of_payments as (

    select
        facts.entry_type,
        'payment' as reference_type,
        payments.payment_id as reference_id,
        payments.account_id,
        payments.currency,
        payments.correlation_id,
        facts.target_minor,
        greatest(facts.happened_at, payments.paid_at) as happened_at
    from payments
    cross join
        lateral (
            values
            ('stripe_credit', payments.received_minor, payments.paid_at),
            ('provider_refund', -payments.refunded_minor, payments.refunded_at)
        ) as facts (entry_type, target_minor, happened_at)
    where facts.happened_at is not null

    union all

    select
        facts.entry_type,
        'dispute' as reference_type,
        disputes.dispute_id as reference_id,
        disputes.account_id,
        disputes.currency,
        disputes.correlation_id,
        trunc(facts.target_exact)::bigint as target_minor,
        greatest(facts.happened_at, payments.paid_at) as happened_at
    from disputes
    inner join payments on payments.payment_id = disputes.payment_id
    cross join
        lateral (
            values
            ('chargeback_debit', -disputes.withdrawn_exact, disputes.withdrawn_at),
            ('chargeback_reversal', disputes.reinstated_exact, disputes.reinstated_at)
        ) as facts (entry_type, target_exact, happened_at)

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
