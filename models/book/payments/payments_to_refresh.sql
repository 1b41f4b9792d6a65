with payments as (

    select * from {{ ref('payments') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

credits as (

    select
        ledger_entries.reference_id as payment_id,
        ledger_entries.ledger_entry_id,
        ledger_entries.amount_minor,
        ledger_entries.build_number
    from ledger_entries
    where ledger_entries.reference_type = 'payment' and ledger_entries.entry_type = 'stripe_credit'

    union all

    select
        entries_planned.reference_id as payment_id,
        entries_planned.ledger_entry_id,
        entries_planned.amount_minor,
        entries_planned.build_number
    from entries_planned
    where entries_planned.reference_type = 'payment' and entries_planned.entry_type = 'stripe_credit'

),

credits_summed as (

    select
        credits.payment_id,
        sum(credits.amount_minor)::bigint as posted_minor,
        (array_agg(credits.ledger_entry_id order by credits.build_number desc, credits.amount_minor desc))[1] as ledger_entry_id
    from credits
    group by credits.payment_id

),

payments_with_their_credit as (

    select
        payments.payment_id,
        payments.provider,
        payments.account_id,
        payments.session_id,
        coalesce(payments.currency, '') as currency,
        payments.received_minor,
        coalesce(credits_summed.posted_minor, 0)::bigint as posted_minor,
        payments.state,
        payments.event_count,
        payments.first_event_at,
        payments.last_event_at,
        payments.last_event_id,
        credits_summed.ledger_entry_id,
        payments.correlation_id,
        payments.customer_id,
        payments.refunded_minor
    from payments
    left join credits_summed on credits_summed.payment_id = payments.payment_id

)

select * from payments_with_their_credit
