{{ config(materialized='ephemeral') }}

-- Tax rows of drafts, as they are now, and of issued documents, as they were at issue.

with draft_invoice_taxes as (

    select * from {{ source('current', 'draft_invoice_taxes') }}

),

draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

issued_taxes as (

    select * from {{ source('book', 'invoice_taxes') }}

),

taxes_united as (

    select
        draft_invoice_taxes.invoice_tax_id,
        draft_invoice_taxes.invoice_id,
        draft_invoice_taxes.jurisdiction,
        draft_invoice_taxes.category,
        draft_invoice_taxes.rate_kind,
        draft_invoice_taxes.compound_on,
        draft_invoice_taxes.treatment,
        draft_invoice_taxes.reason,
        draft_invoice_taxes.tax_id,
        draft_invoice_taxes.exempt_reason,
        draft_invoice_taxes.rate_bp,
        draft_invoice_taxes.taxable_minor,
        draft_invoice_taxes.tax_minor,
        draft_invoice_taxes.tax_included_minor
    from draft_invoice_taxes
    inner join draft_invoices on draft_invoices.invoice_id = draft_invoice_taxes.invoice_id

    union all

    select
        issued_taxes.invoice_tax_id,
        issued_taxes.invoice_id,
        issued_taxes.jurisdiction,
        issued_taxes.category,
        issued_taxes.rate_kind,
        issued_taxes.compound_on,
        issued_taxes.treatment,
        issued_taxes.reason,
        issued_taxes.tax_id,
        issued_taxes.exempt_reason,
        issued_taxes.rate_bp,
        issued_taxes.taxable_minor,
        issued_taxes.tax_minor,
        issued_taxes.tax_included_minor
    from issued_taxes

)

select * from taxes_united
