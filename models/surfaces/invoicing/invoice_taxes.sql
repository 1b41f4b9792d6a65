-- Tax per document, jurisdiction and category. What is not taxed has one row that says so, with what would be taxed.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

documents_united as (

    select
        draft_invoices.invoice_id,
        draft_invoices.account_id,
        draft_invoices.account_id as bill_to_account_id,
        draft_invoices.currency,
        draft_invoices.subtotal_minor,
        draft_invoices.tax_minor,
        'taxed_at_issue' as reason
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
        cast(null as text) as jurisdiction,
        cast(null as text) as category,
        cast(0 as numeric(9, 4)) as rate_bp,
        cast(null as text) as compound_on,
        documents_united.subtotal_minor as taxable_minor,
        documents_united.tax_minor,
        documents_united.reason,
        documents_united.account_id,
        documents_united.currency
    from documents_united
    where
        {{ reader_may_see('documents_united.account_id') }}
        or {{ reader_may_see('documents_united.bill_to_account_id') }}

)

select * from invoice_taxes
