-- Journal entries of one document: of its lines' groups in the period they were booked in, and of the document itself.
with entries as (

    select
        invoice_lines.invoice_line_id::text as invoice_line_id,
        ledger_entries.ledger_entry_id::text as ledger_entry_id,
        ledger_entries.account_id,
        ledger_entries.entry_type,
        ledger_entries.amount_minor,
        ledger_entries.build_number,
        ledger_entries.corrects_entry_id::text as corrects_entry_id,
        ledger_entries.booked_at
    from billing.invoice_lines
    inner join billing.ledger_entries
        on
            ledger_entries.posting_group_id = invoice_lines.posting_group_id
            and ledger_entries.booking_period_start = invoice_lines.booking_period_start
    where
        invoice_lines.invoice_id = %(invoice)s::uuid
        and ledger_entries.build_number <= %(build)s

    union all

    select
        null as invoice_line_id,
        ledger_entries.ledger_entry_id::text as ledger_entry_id,
        ledger_entries.account_id,
        ledger_entries.entry_type,
        ledger_entries.amount_minor,
        ledger_entries.build_number,
        ledger_entries.corrects_entry_id::text as corrects_entry_id,
        ledger_entries.booked_at
    from billing.ledger_entries
    where
        ledger_entries.reference_type = 'invoice'
        and ledger_entries.reference_id = (%(invoice)s::uuid)::text
        and ledger_entries.build_number <= %(build)s

)

select *
from entries
-- A transfer has two rows under one id.
order by entries.booked_at, entries.build_number, entries.ledger_entry_id, entries.account_id collate "C", entries.invoice_line_id, entries.amount_minor
