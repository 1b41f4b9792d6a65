-- Entries of the posting groups, and the entry that was asked for, which may have none.
select
    ledger_entries.ledger_entry_id,
    ledger_entries.posting_group_id,
    ledger_entries.account_id,
    ledger_entries.entry_type,
    ledger_entries.currency,
    ledger_entries.amount_minor,
    ledger_entries.reference_type,
    ledger_entries.reference_id,
    ledger_entries.corrects_entry_id,
    ledger_entries.reason,
    ledger_entries.build_number,
    ledger_entries.booking_period_start,
    ledger_entries.booked_at,
    count(*) over () as total_count
from billing.ledger_entries
where
    ledger_entries.posting_group_id = any(%(groups)s::uuid[])
    or ledger_entries.ledger_entry_id = any(%(entries)s::uuid[])
order by ledger_entries.build_number, ledger_entries.ledger_entry_id
limit %(cap)s
