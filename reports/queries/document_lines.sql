-- Lines of one issued document, in the order of the paper.
select
    invoice_lines.invoice_line_id::text as invoice_line_id,
    invoice_lines.line_type,
    invoice_lines.meter,
    invoice_lines.resource_type,
    invoice_lines.description,
    invoice_lines.usage_account_id,
    invoice_lines.quantity,
    invoice_lines.unit,
    invoice_lines.unit_price,
    invoice_lines.amount_minor,
    invoice_lines.tax_category,
    invoice_lines.tax_rate_bp,
    invoice_lines.tax_minor,
    invoice_lines.tax_provider,
    invoice_lines.tax_transaction_id,
    invoice_lines.tax_calculated_at,
    invoice_lines.posting_group_id::text as posting_group_id,
    invoice_lines.service_period_start,
    invoice_lines.service_period_end,
    invoice_lines.booking_period_start
from billing.invoice_lines
where invoice_lines.invoice_id = %(invoice)s::uuid
order by
    invoice_lines.service_period_start,
    invoice_lines.line_type = 'usage' desc,
    invoice_lines.line_type collate "C",
    invoice_lines.description collate "C",
    invoice_lines.invoice_line_id
