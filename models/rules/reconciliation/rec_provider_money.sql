{{ config(materialized='ephemeral') }}

-- Money that moved at the provider and fits nothing here: disputes without a payment, strange settlements, payouts that cannot be meant, and events
-- that do not say what they are about. And money of which nobody has told that it moved, although it should have.

with disputes as (

    select * from {{ ref('payment_disputes') }}

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

payouts as (

    select * from {{ ref('payouts') }}

),

objects_unnamed as (

    select * from {{ ref('stg_stripe__objects_unnamed') }}

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

    -- Who won is owed the money, and it is booked when it comes.
    select
        'disputes_to_payments' as check_name,
        disputes.account_id,
        disputes.dispute_id as subject,
        'dispute_money_not_returned' as reason_code,
        disputes.currency,
        disputes.withdrawn_exact - disputes.reinstated_exact as amount_minor
    from disputes
    where
        disputes.is_bookable
        and disputes.lifecycle in ('won', 'closed')
        and disputes.withdrawn_exact > disputes.reinstated_exact

    union all

    select
        'provider_to_clearing' as check_name,
        null as account_id,
        provider_fees.balance_transaction_id as subject,
        'provider_money_not_understood' as reason_code,
        provider_fees.currency,
        provider_fees.amount_exact - provider_fees.fee_exact as amount_minor
    from provider_fees
    where
        not provider_fees.is_understood
        or provider_fees.fee_exact is null
        or not {{ is_meant_by_a_provider('provider_fees.fee_exact') }}
        or (
            (provider_fees.transaction_type like 'payout%' or provider_fees.is_converted)
            and not {{ is_meant_by_a_provider('provider_fees.amount_exact') }}
        )

    union all

    select
        'provider_to_clearing' as check_name,
        null as account_id,
        payouts.payout_id as subject,
        'provider_money_not_understood' as reason_code,
        payouts.currency,
        -payouts.amount_exact as amount_minor
    from payouts
    where payouts.amount_exact is null or not {{ is_meant_by_a_provider('payouts.amount_exact') }}

    union all

    select
        'provider_to_clearing' as check_name,
        null as account_id,
        objects_unnamed.event_id as subject,
        'provider_object_unnamed' as reason_code,
        null as currency,
        null as amount_minor
    from objects_unnamed

),

offenders_counted as (

    select offenders_united.*, 1 as record_count
    from offenders_united

)

select * from offenders_counted
