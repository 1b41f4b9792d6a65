-- Lines of documents that carry the posting groups.
select
    invoice_lines.invoice_line_id,
    invoice_lines.posting_group_id,
    invoice_lines.invoice_id,
    invoices.invoice_number,
    invoices.status,
    invoice_lines.line_type,
    invoice_lines.description,
    invoice_lines.currency,
    invoice_lines.quantity,
    invoice_lines.unit,
    invoice_lines.amount_minor,
    invoices.period_start,
    invoices.period_end,
    count(*) over () as total_count
from billing.invoice_lines
inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
where invoice_lines.posting_group_id = any(%(groups)s::uuid[])
order by invoices.period_start, invoice_lines.invoice_line_id
limit %(cap)s
