select
    parked_accounts.account_id,
    parked_accounts.reason
from operations.parked_accounts as parked_accounts
order by parked_accounts.account_id, parked_accounts.reason
