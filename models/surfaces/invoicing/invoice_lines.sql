-- Lines of drafts and documents: one for each posting group and the period it was booked in, so the sum of the lines is the header.

with draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

issued_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

taxes_included as (

    select * from {{ source('book', 'taxes_included') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

lines_united as (

    select
        draft_invoice_lines.invoice_line_id,
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.line_type,
        draft_invoice_lines.meter,
        draft_invoice_lines.description,
        draft_invoice_lines.quantity,
        draft_invoice_lines.unit_price,
        draft_invoice_lines.amount_minor,
        draft_invoice_lines.tax_rate_bp,
        draft_invoice_lines.tax_minor,
        draft_invoice_lines.tax_category,
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end,
        draft_invoice_lines.account_id,
        draft_invoice_lines.account_id as bill_to_account_id,
        draft_invoice_lines.currency,
        draft_invoice_lines.resource_type,
        draft_invoice_lines.unit,
        draft_invoice_lines.booking_period_start,
        draft_invoice_lines.tax_included_minor
    from draft_invoice_lines

    union all

    select
        issued_lines.invoice_line_id,
        issued_lines.invoice_id,
        issued_lines.line_type,
        issued_lines.meter,
        issued_lines.description,
        issued_lines.quantity,
        issued_lines.unit_price,
        issued_lines.amount_minor,
        issued_lines.tax_rate_bp,
        issued_lines.tax_minor,
        issued_lines.tax_category,
        issued_lines.posting_group_id,
        issued_lines.service_period_start,
        issued_lines.service_period_end,
        issued_lines.account_id,
        issued_invoices.bill_to_account_id,
        issued_lines.currency,
        issued_lines.resource_type,
        issued_lines.unit,
        issued_lines.booking_period_start,
        coalesce(taxes_included.tax_included_minor, 0) as tax_included_minor
    from issued_lines
    inner join issued_invoices on issued_invoices.invoice_id = issued_lines.invoice_id
    left join taxes_included on taxes_included.invoice_line_id = issued_lines.invoice_line_id

),

invoice_lines as (

    select
        lines_united.invoice_line_id,
        lines_united.invoice_id,
        lines_united.line_type,
        lines_united.meter,
        lines_united.description,
        lines_united.quantity,
        lines_united.unit_price,
        lines_united.amount_minor,
        lines_united.tax_rate_bp,
        lines_united.tax_minor,
        lines_united.tax_category,
        lines_united.posting_group_id,
        lines_united.service_period_start,
        lines_united.service_period_end,
        lines_united.account_id,
        posting_groups.usage_account_id,
        lines_united.currency,
        lines_united.resource_type,
        lines_united.unit,
        lines_united.booking_period_start,
        lines_united.tax_included_minor
    from lines_united
    left join posting_groups on posting_groups.posting_group_id = lines_united.posting_group_id
    where {{ reader_may_see('lines_united.account_id') }} or {{ reader_may_see('lines_united.bill_to_account_id') }}

)

select * from invoice_lines
