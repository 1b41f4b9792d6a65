-- Disputes from the first word to the last, with the money that moved and where it stands in the journal.

with disputes as (

    select
        disputes.dispute_id,
        disputes.payment_id,
        disputes.charge_id,
        disputes.account_id,
        disputes.currency,
        disputes.lifecycle as state,
        disputes.status as provider_status,
        disputes.reason,
        disputes.amount_minor,
        disputes.withdrawn_minor,
        disputes.fee_minor,
        disputes.reinstated_minor,
        disputes.has_evidence,
        disputes.debit_entry_id,
        disputes.reversal_entry_id,
        disputes.last_event_id,
        disputes.correlation_id,
        disputes.evidence_due_at,
        disputes.opened_at,
        disputes.last_event_at
    from {{ source('current', 'disputes') }} as disputes
    where {{ reader_may_see('disputes.account_id') }}

)

select * from disputes
