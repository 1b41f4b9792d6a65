-- If this fails, a customer would read a total that its lines do not come to.

with draft_invoices_to_refresh as (

    select * from {{ ref('draft_invoices_to_refresh') }}

),

draft_invoice_lines_to_refresh as (

    select * from {{ ref('draft_invoice_lines_to_refresh') }}

),

lines_summed as (

    select
        draft_invoice_lines_to_refresh.invoice_id,
        count(*) as line_count,
        sum(draft_invoice_lines_to_refresh.amount_minor) as amount_minor,
        sum(draft_invoice_lines_to_refresh.tax_minor) as tax_minor
    from draft_invoice_lines_to_refresh
    group by draft_invoice_lines_to_refresh.invoice_id

)

select
    coalesce(draft_invoices_to_refresh.invoice_id, lines_summed.invoice_id) as invoice_id,
    draft_invoices_to_refresh.subtotal_minor,
    lines_summed.amount_minor,
    draft_invoices_to_refresh.tax_minor as header_tax_minor,
    lines_summed.tax_minor
from draft_invoices_to_refresh
full join lines_summed on lines_summed.invoice_id = draft_invoices_to_refresh.invoice_id
where
    draft_invoices_to_refresh.subtotal_minor is distinct from lines_summed.amount_minor
    or draft_invoices_to_refresh.tax_minor is distinct from lines_summed.tax_minor
    or draft_invoices_to_refresh.line_count is distinct from lines_summed.line_count
