-- Every entry of every build, so the history is compared too.
select
    ledger_entries.account_id,
    ledger_entries.usage_account_id,
    ledger_entries.currency,
    ledger_entries.entry_type,
    ledger_entries.amount_minor,
    ledger_entries.reference_type,
    ledger_entries.service_period_start,
    ledger_entries.service_period_end,
    ledger_entries.booking_period_start,
    ledger_entries.booked_at,
    ledger_entries.build_number
from billing.ledger_entries
order by
    ledger_entries.build_number,
    ledger_entries.account_id collate "C",
    ledger_entries.usage_account_id collate "C",
    ledger_entries.entry_type collate "C",
    ledger_entries.service_period_start,
    ledger_entries.amount_minor
