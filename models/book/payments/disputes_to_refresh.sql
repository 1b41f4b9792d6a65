with disputes as (

    select * from {{ ref('payment_disputes') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_of_disputes as (

    select
        ledger_entries.reference_id, ledger_entries.entry_type, ledger_entries.ledger_entry_id,
        ledger_entries.amount_minor, ledger_entries.build_number
    from ledger_entries
    where ledger_entries.reference_type = 'dispute'

    union all

    select
        entries_planned.reference_id, entries_planned.entry_type, entries_planned.ledger_entry_id,
        entries_planned.amount_minor, entries_planned.build_number
    from entries_planned
    where entries_planned.reference_type = 'dispute' and entries_planned.amount_minor is not null

),

-- The entry that stands is the newest one; of two of one build, one took the money back from another period.
entries_in_order as (

    select
        entries_of_disputes.*,
        row_number() over (
            partition by entries_of_disputes.reference_id, entries_of_disputes.entry_type
            order by
                entries_of_disputes.build_number desc,
                case entries_of_disputes.entry_type when 'chargeback_debit' then 1 else -1 end * entries_of_disputes.amount_minor asc,
                entries_of_disputes.ledger_entry_id asc
        ) as standing
    from entries_of_disputes

),

debits as (

    select entries_in_order.*
    from entries_in_order
    where entries_in_order.entry_type = 'chargeback_debit' and entries_in_order.standing = 1

),

reversals as (

    select entries_in_order.*
    from entries_in_order
    where entries_in_order.entry_type = 'chargeback_reversal' and entries_in_order.standing = 1

),

-- Evidence that is asked for and whose day is known is due; what nobody knows the step of is open. Test money beside live money has no step.
disputes_with_their_entries as (

    select
        disputes.dispute_id,
        disputes.payment_id,
        disputes.charge_id,
        disputes.account_id,
        coalesce(disputes.currency, '') as currency,
        disputes.status,
        case
            when disputes.payment_state = 'test_mode' then 'test_mode'
            when disputes.lifecycle = 'needs_response' and disputes.evidence_due_at is not null and not disputes.has_evidence then 'evidence_due'
            when disputes.lifecycle = 'needs_response' and disputes.submission_count > 0 then 'evidence_submitted'
            else coalesce(disputes.lifecycle, 'opened')
        end as lifecycle,
        disputes.reason,
        case when {{ is_meant_by_a_provider('disputes.amount_exact') }} then disputes.amount_exact::bigint else 0 end as amount_minor,
        case when disputes.is_bookable then trunc(disputes.withdrawn_exact)::bigint else 0 end as withdrawn_minor,
        case when disputes.is_bookable then trunc(disputes.fee_exact - disputes.fee_returned_exact)::bigint else 0 end as fee_minor,
        case when disputes.is_bookable then trunc(disputes.reinstated_exact)::bigint else 0 end as reinstated_minor,
        disputes.has_evidence,
        disputes.evidence_due_at,
        disputes.opened_at,
        disputes.last_event_at,
        disputes.last_event_id,
        debits.ledger_entry_id as debit_entry_id,
        reversals.ledger_entry_id as reversal_entry_id,
        disputes.correlation_id
    from disputes
    left join debits on debits.reference_id = disputes.dispute_id
    left join reversals on reversals.reference_id = disputes.dispute_id

)

select * from disputes_with_their_entries
