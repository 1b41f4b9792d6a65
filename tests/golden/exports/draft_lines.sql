select
    invoices.account_id,
    invoices.period_start,
    invoice_lines.usage_account_id,
    invoice_lines.line_type,
    invoice_lines.meter,
    invoice_lines.description,
    invoice_lines.quantity,
    invoice_lines.unit,
    invoice_lines.amount_minor
from billing.invoice_lines
inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
order by
    invoices.account_id collate "C",
    invoices.period_start,
    invoice_lines.usage_account_id collate "C",
    invoice_lines.meter collate "C",
    invoice_lines.description collate "C",
    invoice_lines.quantity,
    invoice_lines.amount_minor
