{{ config(materialized='ephemeral') }}

-- What the provider kept, and what it sent to the bank: no customer's money.

with disputes as (

    select *
    from {{ ref('payment_disputes') }}
    where is_bookable

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

payouts as (

    select * from {{ ref('payouts') }}

),

modes_seen as (

    select * from {{ ref('stg_stripe__modes') }}

),

amounts_united as (

    select
        fees.entry_type,
        'dispute' as reference_type,
        disputes.dispute_id as reference_id,
        'provider_fees' as ledger_account,
        disputes.currency,
        fees.target_exact
    from disputes
    cross join
        lateral (
            values ('chargeback_debit', -disputes.fee_exact), ('chargeback_reversal', disputes.fee_returned_exact)
        ) as fees (entry_type, target_exact)

    union all

    select
        'provider_fee' as entry_type,
        'balance_transaction' as reference_type,
        provider_fees.balance_transaction_id as reference_id,
        'provider_fees' as ledger_account,
        provider_fees.currency,
        -provider_fees.fee_exact as target_exact
    from provider_fees
    cross join modes_seen
    where
        provider_fees.is_understood
        and (provider_fees.is_live or not modes_seen.has_live)

    union all

    select
        'payout' as entry_type,
        'payout' as reference_type,
        payouts.payout_id as reference_id,
        'bank' as ledger_account,
        payouts.currency,
        case when payouts.status = 'paid' then -payouts.amount_exact else 0 end as target_exact
    from payouts
    cross join modes_seen
    where payouts.is_live or not modes_seen.has_live

    union all

    -- A payout that only its balance transactions tell of.
    select
        'payout' as entry_type,
        'payout' as reference_type,
        provider_fees.source_id as reference_id,
        'bank' as ledger_account,
        provider_fees.currency,
        sum(provider_fees.amount_exact) as target_exact
    from provider_fees
    cross join modes_seen
    where
        provider_fees.transaction_type in ('payout', 'payout_failure', 'payout_cancel')
        and provider_fees.source_id is not null
        and provider_fees.source_id not in (select payouts.payout_id from payouts)
        and (provider_fees.is_live or not modes_seen.has_live)
    group by provider_fees.source_id, provider_fees.currency

),

settlements as (

    select
        amounts_united.entry_type,
        amounts_united.reference_type,
        amounts_united.reference_id,
        amounts_united.ledger_account,
        null::text as account_id,
        amounts_united.currency,
        null as correlation_id,
        trunc(amounts_united.target_exact)::bigint as target_minor,
        null::timestamptz as happened_at
    from amounts_united
    where {{ is_meant_by_a_provider('amounts_united.target_exact') }}

)

select * from settlements
