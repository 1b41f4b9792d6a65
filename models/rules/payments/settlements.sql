{{ config(materialized='ephemeral') }}

-- What the provider kept, what it changed into another currency, and what it sent to the bank: no customer's money.

with disputes as (

    select *
    from {{ ref('payment_disputes') }}
    where is_bookable

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

payouts_made as (

    select * from {{ ref('payouts_made') }}

),

currency_conversions as (

    select * from {{ ref('currency_conversions') }}

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
        payouts_made.payout_id as reference_id,
        'bank' as ledger_account,
        payouts_made.currency,
        -payouts_made.amount_exact as target_exact
    from payouts_made

    union all

    select
        'currency_conversion' as entry_type,
        currency_conversions.reference_type,
        currency_conversions.reference_id,
        'currency_conversion' as ledger_account,
        currency_conversions.currency,
        currency_conversions.amount_minor as target_exact
    from currency_conversions

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
