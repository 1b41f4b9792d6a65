-- A reader sees what the surface shows him: the function runs with his own rights. It names no database: a restored dump may have another name.

select
    ledger_entries.currency,
    cast(sum(ledger_entries.amount_minor) as bigint) as balance_minor
from {{ ref('ledger_entries').include(database=false) }} as ledger_entries
where
    ledger_entries.account_id = account
    and ledger_entries.booked_at <= known_at
    and coalesce(ledger_entries.service_period_start, ledger_entries.booked_at) <= service_at
group by ledger_entries.currency
