-- Which draft or standing document a posting group is on, by the period it was booked in.

with draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

invoice_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

groups_on_documents as (

    select
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.booking_period_start,
        draft_invoice_lines.invoice_id
    from draft_invoice_lines

    union all

    select
        invoice_lines.posting_group_id,
        invoice_lines.booking_period_start,
        invoice_lines.invoice_id
    from invoice_lines
    where
        invoice_lines.posting_group_id is not null
        and invoice_lines.invoice_id not in (select invoice_voids.invoice_id from invoice_voids)

)

select * from groups_on_documents
