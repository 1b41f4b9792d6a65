-- What is left to pay of each currency, by how long ago it was due.
select
    receivables.currency,
    count(*) as account_count,
    sum(receivables.document_count)::bigint as document_count,
    sum(receivables.not_yet_due_minor) as current_minor,
    sum(receivables.overdue_30_days_minor) as days_30_minor,
    sum(receivables.overdue_60_days_minor) as days_60_minor,
    sum(receivables.overdue_90_days_minor) as days_90_minor,
    sum(receivables.overdue_longer_minor) as longer_minor,
    sum(receivables.due_minor) as due_minor
from finance.receivables
group by receivables.currency
order by receivables.currency collate "C"
