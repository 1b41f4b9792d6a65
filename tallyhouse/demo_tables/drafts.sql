with lines_counted_per_invoice as (
    select
        invoice_lines.invoice_id,
        count(*) as lines
    from billing.invoice_lines as invoice_lines
    group by invoice_lines.invoice_id
)

select
    invoices.currency,
    invoices.account_id,
    invoices.total_minor as amount_minor,
    coalesce(lines_counted_per_invoice.lines, 0) as lines,
    invoices.period_start,
    invoices.period_end
from billing.invoices as invoices
left join lines_counted_per_invoice on lines_counted_per_invoice.invoice_id = invoices.invoice_id
where invoices.status = 'draft'
order by invoices.currency, invoices.account_id, invoices.period_start
