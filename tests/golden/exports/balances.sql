select
    balances.account_id,
    balances.currency,
    balances.balance_minor,
    balances.unbilled_tax_minor,
    balances.available_minor
from billing.balances
order by balances.account_id collate "C", balances.currency collate "C"
