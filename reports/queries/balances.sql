-- Below zero means the account owes; who owes most stands first.
select
    balances.currency,
    balances.account_id,
    accounts.name,
    accounts.billing_mode,
    balances.balance_minor,
    balances.unbilled_tax_minor,
    balances.available_minor
from billing.balances
left join billing.accounts on accounts.account_id = balances.account_id
order by balances.currency collate "C", balances.balance_minor, balances.account_id collate "C"
