-- Money that moved at the provider and fits nothing here: refunds above the payment or without a request, disputes without a payment, strange settlements.

with payments as (

    select *
    from {{ ref('payments') }}
    where state in ('received', 'unknown_customer', 'open')

),

requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where kind = 'refund_request' and decision = 'approve' and mode <> 'internal_credit'

),

requests_judged as (

    select * from {{ ref('requests_judged') }}

),

disputes as (

    select * from {{ ref('payment_disputes') }}

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

requests_summed as (

    select requests.reference as payment_id, sum(requests.amount_minor) as amount_minor
    from requests
    group by requests.reference

),

offenders_united as (

    select
        'refunds_to_payments' as check_name,
        payments.account_id,
        payments.payment_id as subject,
        'refund_above_payment' as reason_code,
        payments.currency,
        payments.refunded_exact - payments.refunded_minor as amount_minor
    from payments
    where payments.refunded_exact > payments.refunded_minor

    union all

    select
        'refunds_to_payments' as check_name,
        payments.account_id,
        payments.payment_id as subject,
        'refund_not_asked_for' as reason_code,
        payments.currency,
        payments.refunded_minor - coalesce(requests_summed.amount_minor, 0) as amount_minor
    from payments
    left join requests_summed on requests_summed.payment_id = payments.payment_id
    where payments.refunded_minor > coalesce(requests_summed.amount_minor, 0)

    union all

    select
        'requests_to_journal' as check_name,
        requests_judged.account_id,
        requests_judged.action_id as subject,
        'refund_request_unusable' as reason_code,
        requests_judged.currency,
        requests_judged.amount_minor::numeric as amount_minor
    from requests_judged
    where
        requests_judged.booked_entry_id is null
        and (not requests_judged.is_usable or requests_judged.booking_period_start is null)

    union all

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
