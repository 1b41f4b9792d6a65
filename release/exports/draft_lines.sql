-- Each line of a draft or document.
select
    invoice_lines.invoice_line_id::text as key,
    invoice_lines.currency,
    invoice_lines.account_id,
    invoice_lines.usage_account_id,
    invoice_lines.line_type,
    invoice_lines.meter,
    invoice_lines.resource_type,
    invoice_lines.service_period_start,
    invoice_lines.description,
    trim_scale(invoice_lines.quantity)::text as quantity,
    invoice_lines.tax_minor::text as tax_minor,
    invoice_lines.amount_minor::text as amount
from billing.invoice_lines
order by invoice_lines.account_id collate "C", invoice_lines.service_period_start, invoice_lines.invoice_line_id
