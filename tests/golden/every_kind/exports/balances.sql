select
    balances.account_id,
    balances.currency,
    balances.balance_minor
from billing.balances
