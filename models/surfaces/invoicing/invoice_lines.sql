-- Lines of documents: one for each posting group, so the sum of the lines is the header.

with draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

invoice_lines as (

    select
        draft_invoice_lines.invoice_line_id,
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.line_type,
        draft_invoice_lines.meter,
        draft_invoice_lines.description,
        draft_invoice_lines.quantity,
        draft_invoice_lines.unit_price,
        draft_invoice_lines.amount_minor,
        cast(0 as numeric(9, 4)) as tax_rate_bp,
        cast(0 as bigint) as tax_minor,
        cast(null as text) as tax_category,
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end,
        draft_invoice_lines.account_id,
        posting_groups.usage_account_id,
        draft_invoice_lines.currency,
        draft_invoice_lines.resource_type,
        draft_invoice_lines.unit
    from draft_invoice_lines
    left join posting_groups on posting_groups.posting_group_id = draft_invoice_lines.posting_group_id
    where {{ reader_may_see('draft_invoice_lines.account_id') }}

)

select * from invoice_lines
