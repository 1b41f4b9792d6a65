select *
from {{ source('book', 'journal_legs') }}
where ledger_account = 'customer'
