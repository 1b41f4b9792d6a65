-- Credit notes: those that an action gave on a document, and documents of a period that came to less than nothing.

with invoices as not materialized (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

credit_notes_with_what_they_correct as (

    select
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.corrects_invoice_id,
        corrected.invoice_number as corrects_invoice_number,
        invoices.account_id,
        invoices.bill_to_account_id,
        invoices.currency,
        invoices.subtotal_minor,
        invoices.tax_minor,
        invoices.total_minor,
        invoices.actor,
        invoices.reason,
        invoices.period_start,
        invoices.period_end,
        invoices.issued_at,
        invoice_voids.voided_at
    from invoices
    left join invoices as corrected on corrected.invoice_id = invoices.corrects_invoice_id
    left join invoice_voids on invoice_voids.invoice_id = invoices.invoice_id
    where
        invoices.document_type = 'credit_note'
        and {{ reader_may_see('invoices.account_id') }}

)

select * from credit_notes_with_what_they_correct
