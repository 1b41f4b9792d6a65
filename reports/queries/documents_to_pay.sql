-- Issued documents on which something is left to pay, the one that was due first in front.
with newest_publication as (

    select max(builds.as_of) as as_of
    from operations.builds
    where builds.published_at is not null

)

select
    invoices.invoice_number,
    coalesce(invoices.bill_to_account_id, invoices.account_id) as account_id,
    accounts.name,
    invoices.issued_at,
    invoices.due_at,
    greatest(cast(ceil(extract(epoch from newest_publication.as_of - invoices.due_at) / 86400) as bigint), 0) as days_overdue,
    invoices.currency,
    invoices.total_minor,
    invoices.paid_minor,
    invoices.credited_minor,
    invoices.written_off_minor,
    invoices.amount_due_minor
from billing.invoices
cross join newest_publication
left join billing.accounts on accounts.account_id = coalesce(invoices.bill_to_account_id, invoices.account_id)
where
    invoices.status in ('issued', 'due', 'partially_paid')
    and invoices.amount_due_minor > 0
order by invoices.due_at, invoices.currency collate "C", invoices.amount_due_minor desc, invoices.invoice_number collate "C"
