-- Accounts that stay as they were booked until somebody settles what was found.
select
    parked_accounts.account_id,
    parked_accounts.finding,
    parked_accounts.reason,
    parked_accounts.parked_by_build,
    parked_accounts.parked_since
from operations.parked_accounts
order by parked_accounts.account_id collate "C", parked_accounts.finding collate "C"
