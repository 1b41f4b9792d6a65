{{ config(materialized='ephemeral') }}

-- Money that moved at the provider and fits nothing here: disputes without a payment, strange settlements.

with disputes as (

    select * from {{ ref('payment_disputes') }}

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

offenders_united as (

    select
        'disputes_to_payments' as check_name,
        disputes.account_id,
        disputes.dispute_id as subject,
        'dispute_without_payment' as reason_code,
        disputes.currency,
        disputes.withdrawn_exact - disputes.reinstated_exact as amount_minor
    from disputes
    where
        not disputes.is_bookable
        and disputes.payment_state is distinct from 'test_mode'

    union all

    select
        'provider_to_clearing' as check_name,
        null as account_id,
        provider_fees.balance_transaction_id as subject,
        'provider_money_not_understood' as reason_code,
        provider_fees.currency,
        provider_fees.amount_exact - provider_fees.fee_exact as amount_minor
    from provider_fees
    where not provider_fees.is_understood or provider_fees.fee_exact is null

),

offenders_counted as (

    select offenders_united.*, 1 as record_count
    from offenders_united

)

select * from offenders_counted
