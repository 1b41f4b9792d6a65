select
    invoices.account_id,
    invoices.currency,
    invoices.period_start,
    invoices.period_end,
    invoices.status,
    invoices.subtotal_minor,
    invoices.tax_minor,
    invoices.total_minor,
    invoices.amount_due_minor
from billing.invoices
order by invoices.account_id collate "C", invoices.period_start, invoices.currency collate "C"
