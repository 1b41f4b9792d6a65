-- Lines of drafts and of documents that stand, with what FOCUS wants to know of their document. A cancelled document has none: they are on the next.

with draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

issued_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

lines_with_their_document as (

    select
        draft_invoice_lines.invoice_line_id,
        draft_invoice_lines.invoice_id,
        cast(draft_invoice_lines.invoice_id as text) as invoice_reference,
        cast(null as text) as issuer_id,
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.account_id,
        draft_invoice_lines.description,
        draft_invoice_lines.currency,
        draft_invoice_lines.amount_minor,
        draft_invoice_lines.booking_period_start,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end,
        draft_invoices.period_start,
        draft_invoices.period_end
    from draft_invoice_lines
    inner join draft_invoices on draft_invoices.invoice_id = draft_invoice_lines.invoice_id

    union all

    select
        issued_lines.invoice_line_id,
        issued_lines.invoice_id,
        issued_invoices.invoice_number as invoice_reference,
        issued_invoices.issuer_id,
        issued_lines.posting_group_id,
        issued_lines.account_id,
        issued_lines.description,
        issued_lines.currency,
        issued_lines.amount_minor,
        issued_lines.booking_period_start,
        issued_lines.service_period_start,
        issued_lines.service_period_end,
        issued_invoices.period_start,
        issued_invoices.period_end
    from issued_lines
    inner join issued_invoices on issued_invoices.invoice_id = issued_lines.invoice_id
    where not exists (select from invoice_voids where invoice_voids.invoice_id = issued_lines.invoice_id)

)

select * from lines_with_their_document
