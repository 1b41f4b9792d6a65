with refunds_matched as (

    select * from {{ ref('refunds_matched') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_of_requests as (

    select ledger_entries.reference_id as action_id, ledger_entries.ledger_entry_id
    from ledger_entries
    where ledger_entries.reference_type = 'action'

    union all

    select entries_planned.reference_id as action_id, entries_planned.ledger_entry_id
    from entries_planned
    where entries_planned.reference_type = 'action'

),

refunds_with_their_entry as (

    select
        refunds_matched.refund_id,
        refunds_matched.action_id,
        refunds_matched.provider_refund_id,
        refunds_matched.account_id,
        refunds_matched.reference,
        refunds_matched.mode,
        case when entries_of_requests.ledger_entry_id is not null then 'credited' else refunds_matched.status end as status,
        refunds_matched.currency,
        refunds_matched.amount_minor,
        refunds_matched.actor,
        refunds_matched.reason,
        refunds_matched.decided_by,
        refunds_matched.failure_reason,
        entries_of_requests.ledger_entry_id,
        refunds_matched.correlation_id,
        refunds_matched.requested_at,
        refunds_matched.decided_at,
        refunds_matched.told_at
    from refunds_matched
    left join entries_of_requests on entries_of_requests.action_id = refunds_matched.action_id

)

select * from refunds_with_their_entry
