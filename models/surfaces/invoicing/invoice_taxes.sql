-- Tax per document, jurisdiction, category and rate. What is not taxed has a row that says why, with what would be taxed.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

taxes_of_documents as (

    select * from {{ ref('taxes_of_documents') }}

),

documents_united as (

    select
        draft_invoices.invoice_id,
        draft_invoices.account_id,
        draft_invoices.account_id as bill_to_account_id,
        draft_invoices.currency,
        draft_invoices.subtotal_minor,
        draft_invoices.tax_minor,
        coalesce(draft_invoices.tax_hold_code, 'not_taxed') as reason
    from draft_invoices

    union all

    select
        issued_invoices.invoice_id,
        issued_invoices.account_id,
        issued_invoices.bill_to_account_id,
        issued_invoices.currency,
        issued_invoices.subtotal_minor,
        issued_invoices.tax_minor,
        'not_taxed' as reason
    from issued_invoices

),

invoice_taxes as (

    select
        documents_united.invoice_id,
        taxes_of_documents.jurisdiction,
        taxes_of_documents.category,
        cast(coalesce(taxes_of_documents.rate_bp, 0) as numeric(9, 4)) as rate_bp,
        taxes_of_documents.compound_on,
        coalesce(taxes_of_documents.taxable_minor, documents_united.subtotal_minor) as taxable_minor,
        coalesce(taxes_of_documents.tax_minor, documents_united.tax_minor) as tax_minor,
        coalesce(taxes_of_documents.reason, documents_united.reason) as reason,
        documents_united.account_id,
        documents_united.currency,
        taxes_of_documents.treatment,
        taxes_of_documents.rate_kind,
        taxes_of_documents.tax_id,
        taxes_of_documents.exempt_reason,
        coalesce(taxes_of_documents.tax_included_minor, 0) as tax_included_minor
    from documents_united
    left join taxes_of_documents on taxes_of_documents.invoice_id = documents_united.invoice_id
    where
        {{ reader_may_see('documents_united.account_id') }}
        or {{ reader_may_see('documents_united.bill_to_account_id') }}

)

select * from invoice_taxes
