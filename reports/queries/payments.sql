-- Payments by where they stand, per currency.
with payments as (

    select
        coalesce(payment_sessions.received_currency, payment_sessions.currency) as currency,
        payment_sessions.provider,
        payment_sessions.state,
        payment_sessions.has_session,
        payment_sessions.received_minor,
        payment_sessions.posted_minor,
        payment_sessions.refunded_minor,
        payment_sessions.last_event_at
    from finance.payment_sessions

)

select
    payments.currency,
    payments.provider,
    payments.state,
    count(*) as payment_count,
    count(*) filter (where not payments.has_session) as orphan_count,
    coalesce(sum(payments.received_minor), 0) as received_minor,
    coalesce(sum(payments.posted_minor), 0) as posted_minor,
    coalesce(sum(payments.refunded_minor), 0) as refunded_minor,
    max(payments.last_event_at) as last_event_at
from payments
group by payments.currency, payments.provider, payments.state
order by payments.currency collate "C", payments.provider collate "C", payments.state collate "C"
