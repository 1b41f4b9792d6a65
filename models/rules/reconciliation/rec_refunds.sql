{{ config(materialized='ephemeral') }}

-- Money that went back and fits nothing here: above its payment, without a request, of a payment never seen or in another currency than it; and
-- requests that cannot be booked.

with payments as (

    select * from {{ ref('payments') }}

),

provider_refunds as (

    select * from {{ ref('provider_refunds') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

requests as (

    select *
    from {{ ref('requests_resolved') }}
    where kind = 'refund_request' and decision = 'approve' and mode <> 'internal_credit'

),

refunds_matched as (

    select * from {{ ref('refunds_matched') }}

),

requests_judged as (

    select * from {{ ref('requests_judged') }}

),

-- A request that failed or was refused has given nothing back.
requests_summed as (

    select requests.reference as payment_id, sum(requests.amount_minor) as amount_minor
    from requests
    inner join refunds_matched on refunds_matched.action_id = requests.action_id
    where refunds_matched.status not in ('failed', 'canceled', 'refused')
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
    where
        payments.state in ('received', 'unknown_customer', 'open')
        and payments.refunded_exact > payments.refunded_minor

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
        'refunds_to_payments' as check_name,
        null as account_id,
        provider_refunds.refund_id as subject,
        case when payments.payment_id is null then 'refund_without_payment' else 'refund_currency_differs' end as reason_code,
        provider_refunds.currency,
        provider_refunds.provider_amount * provider_currencies.minor_units as amount_minor
    from provider_refunds
    left join payments on payments.payment_id = provider_refunds.payment_id
    left join provider_currencies on provider_currencies.currency = provider_refunds.currency
    where
        coalesce(payments.currency <> provider_refunds.currency, payments.payment_id is null)
        and not provider_refunds.is_failed

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

)

select offenders_united.*, 1 as record_count
from offenders_united
