-- Each entry as the customer sees it, with the history: what was booked in which build.
select
    ledger_entries.ledger_entry_id::text || '/' || ledger_entries.leg_number as key,
    ledger_entries.currency,
    ledger_entries.account_id,
    ledger_entries.usage_account_id,
    ledger_entries.entry_type,
    ledger_entries.service_period_start,
    ledger_entries.booking_period_start,
    ledger_entries.booked_at,
    ledger_entries.amount_minor::text as amount
from billing.ledger_entries
order by ledger_entries.build_number, ledger_entries.account_id collate "C", ledger_entries.ledger_entry_id, ledger_entries.leg_number
