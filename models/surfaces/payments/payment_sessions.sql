-- Every payment from the redirect to the journal: sessions with what the provider said of them, and payments that no session announced.

with payments as (

    select * from {{ source('current', 'payments') }}

),

newest_sessions as (

    select payment_sessions.*
    from {{ source('raw', 'payment_sessions') }} as payment_sessions
    where not exists (
        select from {{ source('raw', 'payment_sessions') }} as later_sessions
        where
            later_sessions.record_key = payment_sessions.record_key
            and (later_sessions.batch_id, later_sessions.row_number) > (payment_sessions.batch_id, payment_sessions.row_number)
    )

),

sessions_joined_to_payments as (

    select
        newest_sessions.session_id,
        payments.payment_id,
        -- Whose the money is, which an operator may have said since.
        coalesce(payments.account_id, newest_sessions.account_id) as account_id,
        coalesce(newest_sessions.provider, payments.provider) as provider,
        newest_sessions.provider_session_id,
        newest_sessions.idempotency_key,
        payments.customer_id,
        coalesce(payments.state, 'initiated') as state,
        coalesce(newest_sessions.currency, payments.currency) as currency,
        newest_sessions.amount_minor,
        payments.currency as received_currency,
        coalesce(payments.received_minor, 0) as received_minor,
        coalesce(payments.posted_minor, 0) as posted_minor,
        coalesce(payments.refunded_minor, 0) as refunded_minor,
        newest_sessions.session_id is not null as has_session,
        payments.payment_id is not null as has_payment,
        coalesce(payments.event_count, 0) as event_count,
        payments.last_event_id,
        payments.ledger_entry_id,
        newest_sessions.invoice_id,
        coalesce(newest_sessions.correlation_id, payments.correlation_id) as correlation_id,
        newest_sessions.created_at,
        payments.first_event_at,
        payments.last_event_at
    from newest_sessions
    full outer join payments on payments.session_id = newest_sessions.session_id
    where {{ reader_may_see('coalesce(payments.account_id, newest_sessions.account_id)') }}

)

select * from sessions_joined_to_payments
