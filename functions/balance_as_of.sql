-- A reader sees what the surface shows him: the function runs with his own rights.

select
    ledger_entries.currency,
    cast(sum(ledger_entries.amount_minor) as bigint) as balance_minor
from {{ ref('ledger_entries') }} as ledger_entries
where
    ledger_entries.account_id = account
    and ledger_entries.booked_at <= known_at
    and coalesce(ledger_entries.service_period_start, ledger_entries.booked_at) <= service_at
group by ledger_entries.currency
