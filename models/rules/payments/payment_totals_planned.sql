-- What each payment is to be credited, beside what it has been credited so far, per account.

with payments as (

    select * from {{ ref('payments') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

credits_wanted as (

    select
        payments.payment_id,
        payments.account_id,
        payments.currency,
        payments.correlation_id,
        payments.received_minor as target_minor,
        payments.paid_at
    from payments
    where payments.state = 'received'

),

credits_posted as (

    select
        ledger_entries.reference_id as payment_id,
        ledger_entries.account_id,
        ledger_entries.currency,
        count(*) as entry_count,
        sum(ledger_entries.amount_minor) as posted_minor,
        min(ledger_entries.service_period_start) as service_period_start
    from ledger_entries
    where
        ledger_entries.entry_type = 'stripe_credit'
        and ledger_entries.reference_type = 'payment'
    group by ledger_entries.reference_id, ledger_entries.account_id, ledger_entries.currency

),

credits_compared as (

    select
        coalesce(credits_wanted.payment_id, credits_posted.payment_id) as payment_id,
        coalesce(credits_wanted.account_id, credits_posted.account_id) as account_id,
        coalesce(credits_wanted.currency, credits_posted.currency) as currency,
        credits_wanted.correlation_id,
        coalesce(credits_wanted.target_minor, 0) as target_minor,
        coalesce(credits_posted.posted_minor, 0) as posted_minor,
        coalesce(credits_posted.entry_count, 0) as entry_count,
        coalesce(credits_posted.service_period_start, credits_wanted.paid_at) as happened_at
    from credits_wanted
    full join credits_posted
        on
            credits_posted.payment_id = credits_wanted.payment_id
            and credits_posted.account_id = credits_wanted.account_id
            and credits_posted.currency = credits_wanted.currency

),

credits_with_their_period as (

    select
        credits_compared.*,
        periods_planned.period_start as service_period_start,
        periods_planned.period_end as service_period_end,
        periods_planned.booking_period_start
    from credits_compared
    left join periods_planned
        on
            periods_planned.account_id = credits_compared.account_id
            and periods_planned.period_start <= credits_compared.happened_at
            and periods_planned.period_end > credits_compared.happened_at

)

select * from credits_with_their_period
