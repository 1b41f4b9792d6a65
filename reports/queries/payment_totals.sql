-- What the provider's events say was received, and what the journal credited for it, per currency. Test money beside live money is neither.
with payments as (

    select
        coalesce(payment_sessions.received_currency, payment_sessions.currency) as currency,
        count(*) as payment_count,
        count(*) filter (where payment_sessions.received_minor > 0) as paid_count,
        sum(payment_sessions.received_minor) as received_minor,
        sum(payment_sessions.posted_minor) as posted_minor,
        coalesce(sum(payment_sessions.received_minor) filter (where payment_sessions.account_id is null), 0) as unassigned_minor
    from finance.payment_sessions
    where payment_sessions.state <> 'test_mode'
    group by coalesce(payment_sessions.received_currency, payment_sessions.currency)

),

credits as (

    select
        ledger_entries.currency,
        sum(ledger_entries.amount_minor) as credited_minor
    from billing.ledger_entries
    where ledger_entries.entry_type = 'stripe_credit'
    group by ledger_entries.currency

),

amounts as (

    select
        coalesce(payments.currency, credits.currency) as currency,
        coalesce(payments.payment_count, 0) as payment_count,
        coalesce(payments.paid_count, 0) as paid_count,
        coalesce(payments.received_minor, 0) as received_minor,
        coalesce(payments.unassigned_minor, 0) as unassigned_minor,
        coalesce(payments.posted_minor, 0) as posted_minor,
        coalesce(credits.credited_minor, 0) as credited_minor
    from payments
    full outer join credits on credits.currency = payments.currency

)

select
    amounts.currency,
    amounts.payment_count,
    amounts.paid_count,
    amounts.received_minor,
    amounts.unassigned_minor,
    amounts.posted_minor,
    amounts.credited_minor,
    amounts.received_minor - amounts.unassigned_minor - amounts.credited_minor as difference_minor,
    case
        when amounts.received_minor - amounts.unassigned_minor <> amounts.credited_minor or amounts.posted_minor <> amounts.credited_minor then 'differs'
        when amounts.unassigned_minor <> 0 then 'unassigned'
        else 'agrees'
    end as verdict
from amounts
order by amounts.currency collate "C"
