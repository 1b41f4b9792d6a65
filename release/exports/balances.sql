-- What each account has or owes.
select
    balances.account_id || ' ' || balances.currency as key,
    balances.currency,
    balances.account_id,
    balances.unbilled_tax_minor::text as unbilled_tax_minor,
    balances.balance_minor::text as amount
from billing.balances
order by balances.account_id collate "C", balances.currency collate "C"
