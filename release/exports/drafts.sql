-- Each draft or document with its sums.
select
    invoices.invoice_id::text as key,
    invoices.currency,
    invoices.account_id,
    invoices.period_start,
    invoices.period_end,
    invoices.status,
    invoices.subtotal_minor::text as subtotal_minor,
    invoices.tax_minor::text as tax_minor,
    invoices.total_minor::text as amount
from billing.invoices
order by invoices.account_id collate "C", invoices.period_start, invoices.invoice_id
