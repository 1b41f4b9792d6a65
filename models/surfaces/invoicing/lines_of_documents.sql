{{ config(materialized='ephemeral') }}

-- Lines of drafts, as they are now, and of issued documents, as they were at issue.

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

tax_results_used as (

    select * from {{ source('book', 'tax_results_used') }}

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
        draft_invoice_lines.tax_included_minor,
        draft_invoice_lines.tax_provider,
        draft_invoice_lines.tax_transaction_id,
        draft_invoice_lines.tax_calculated_at
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
        coalesce(taxes_included.tax_included_minor, 0) as tax_included_minor,
        tax_results_used.tax_provider,
        tax_results_used.tax_transaction_id,
        tax_results_used.tax_calculated_at
    from issued_lines
    inner join issued_invoices on issued_invoices.invoice_id = issued_lines.invoice_id
    left join taxes_included on taxes_included.invoice_line_id = issued_lines.invoice_line_id
    left join tax_results_used on tax_results_used.invoice_line_id = issued_lines.invoice_line_id

)

select * from lines_united
