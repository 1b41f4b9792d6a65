select
    invoices.account_id,
    invoices.period_start,
    invoices.period_end,
    invoice_lines.usage_account_id,
    invoice_lines.line_type,
    invoice_lines.meter,
    invoice_lines.resource_type,
    invoice_lines.currency,
    trim_scale(invoice_lines.quantity)::text as quantity,
    invoice_lines.amount_minor
from billing.invoice_lines
inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
