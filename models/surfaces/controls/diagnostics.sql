-- Everything that came in, was asked for, moved or was booked under one correlation id, in the order of time.

with usage as (

    select * from {{ ref('usage') }}

),

actions as (

    select * from {{ ref('actions_correlated') }}

),

payment_sessions as (

    select * from {{ ref('payment_sessions') }}

),

payment_events as (

    select * from {{ ref('payment_events_correlated') }}

),

refunds as (

    select * from {{ ref('refunds') }}

),

disputes as (

    select * from {{ ref('disputes') }}

),

ledger_entries as (

    select * from {{ ref('ledger_entries') }}

),

steps_united as (

    select
        usage.correlation_id, 'usage_record' as step, usage.usage_record_id::text as object_id, usage.account_id,
        usage.state, usage.reason, null::text as actor, null::text as currency, null::bigint as amount_minor,
        usage.batch_id, null::bigint as build_number, usage.started_at as happened_at
    from usage

    union all

    select
        actions.correlation_id, 'action' as step, actions.action_id as object_id, actions.account_id,
        actions.kind as state, actions.reason, actions.actor, actions.currency, actions.amount_minor,
        actions.batch_id, null as build_number, actions.requested_at as happened_at
    from actions

    union all

    select
        payment_sessions.correlation_id, 'payment' as step, coalesce(payment_sessions.session_id, payment_sessions.payment_id) as object_id,
        payment_sessions.account_id, payment_sessions.state, null as reason, null as actor, payment_sessions.currency, payment_sessions.amount_minor,
        null as batch_id, null as build_number, coalesce(payment_sessions.created_at, payment_sessions.first_event_at) as happened_at
    from payment_sessions

    union all

    select
        payment_events.correlation_id, 'provider_event' as step, payment_events.event_id as object_id,
        payment_events.account_id, payment_events.event_type as state, null as reason, null as actor, null as currency, null as amount_minor,
        payment_events.batch_id, null as build_number, payment_events.created_at as happened_at
    from payment_events

    union all

    select
        refunds.correlation_id, 'refund' as step, refunds.refund_id as object_id, refunds.account_id,
        refunds.status as state, refunds.reason, refunds.actor, refunds.currency, refunds.amount_minor,
        null as batch_id, null as build_number, coalesce(refunds.requested_at, refunds.told_at) as happened_at
    from refunds

    union all

    select
        disputes.correlation_id, 'dispute' as step, disputes.dispute_id as object_id, disputes.account_id,
        disputes.state, disputes.reason, null as actor, disputes.currency, disputes.amount_minor,
        null as batch_id, null as build_number, disputes.opened_at as happened_at
    from disputes

    union all

    select
        ledger_entries.correlation_id, 'ledger_entry' as step, ledger_entries.ledger_entry_id::text as object_id, ledger_entries.account_id,
        ledger_entries.entry_type as state, ledger_entries.reason, ledger_entries.actor, ledger_entries.currency, ledger_entries.amount_minor,
        null as batch_id, ledger_entries.build_number, ledger_entries.booked_at as happened_at
    from ledger_entries

),

steps_of_correlations as (

    select steps_united.*
    from steps_united
    where steps_united.correlation_id is not null

)

select * from steps_of_correlations
