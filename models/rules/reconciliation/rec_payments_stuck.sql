{{ config(materialized='ephemeral') }}

-- Sessions that the provider tells nothing about, and payments that go neither on nor back.

with payments as (

    select * from {{ ref('payments') }}

),

payment_sessions as (

    select *
    from {{ ref('stg_records__payment_sessions') }}
    where
        known_until_build = 9223372036854775807
        and provider = 'stripe'

),

build as (

    select * from {{ ref('stg_control__build') }}

),

reconciliation_settings as (

    select * from {{ ref('reconciliation_settings') }}

),

waits as (

    select
        max(reconciliation_settings.value) filter (where reconciliation_settings.setting = 'session_days') * interval '1 day' as session_wait,
        max(reconciliation_settings.value) filter (where reconciliation_settings.setting = 'payment_days') * interval '1 day' as payment_wait
    from reconciliation_settings

),

offenders_united as (

    select
        payment_sessions.account_id,
        payment_sessions.session_id as subject,
        'session_without_payment' as reason_code,
        payment_sessions.currency,
        payment_sessions.amount_minor::numeric as amount_minor
    from payment_sessions
    cross join build
    cross join waits
    where
        build.as_of - payment_sessions.created_at >= waits.session_wait
        and payment_sessions.session_id not in (select payments.session_id from payments where payments.session_id is not null)

    union all

    -- Who looks and does not buy leaves an intent behind: only a session, or what the provider works on, is waited for.
    select
        payments.account_id,
        payments.payment_id as subject,
        'payment_stuck' as reason_code,
        coalesce(payments.session_currency, payments.currency) as currency,
        payments.session_amount_minor::numeric as amount_minor
    from payments
    cross join build
    cross join waits
    where
        payments.state = 'open'
        and not payments.is_over
        and (payments.session_id is not null or payments.is_under_way)
        and build.as_of - payments.last_event_at >= waits.payment_wait

)

select
    'sessions_to_stripe' as check_name,
    offenders_united.*,
    1 as record_count
from offenders_united
