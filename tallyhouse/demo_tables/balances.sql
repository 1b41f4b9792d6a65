select
    balances.currency,
    balances.account_id,
    balances.balance_minor as amount_minor
from billing.balances as balances
order by balances.currency, balances.account_id
