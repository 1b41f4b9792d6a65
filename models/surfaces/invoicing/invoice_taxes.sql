-- Tax per document, jurisdiction and category. A draft carries none yet: one row says so, with what will be taxed.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

invoice_taxes as (

    select
        draft_invoices.invoice_id,
        cast(null as text) as jurisdiction,
        cast(null as text) as category,
        cast(0 as numeric(9, 4)) as rate_bp,
        cast(null as text) as compound_on,
        draft_invoices.subtotal_minor as taxable_minor,
        draft_invoices.tax_minor,
        'taxed_at_issue' as reason,
        draft_invoices.account_id,
        draft_invoices.currency
    from draft_invoices
    where {{ reader_may_see('draft_invoices.account_id') }}

)

select * from invoice_taxes
