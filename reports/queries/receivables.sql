-- What is left to pay on issued documents, by the account that pays; the oldest debt stands first.
select
    receivables.currency,
    receivables.account_id,
    accounts.name,
    receivables.document_count,
    receivables.not_yet_due_minor as current_minor,
    receivables.overdue_30_days_minor as days_30_minor,
    receivables.overdue_60_days_minor as days_60_minor,
    receivables.overdue_90_days_minor as days_90_minor,
    receivables.overdue_longer_minor as longer_minor,
    receivables.due_minor
from finance.receivables
left join billing.accounts on accounts.account_id = receivables.account_id
order by
    receivables.currency collate "C",
    receivables.oldest_overdue_at asc nulls last,
    receivables.due_minor desc,
    receivables.account_id collate "C"
