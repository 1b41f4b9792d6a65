{{ config(materialized='ephemeral') }}

-- What stands on a document when this build is posted: each posting group and the period it was booked in, once.

with invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoice_lines as (

    select * from {{ ref('stg_book__invoice_lines') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

),

groups_on_paper as (

    select
        invoice_lines.invoice_id,
        invoice_lines.posting_group_id,
        invoice_lines.account_id,
        invoice_lines.currency,
        invoice_lines.amount_minor + invoice_lines.tax_included_minor as amount_minor,
        invoice_lines.booking_period_start
    from invoice_lines
    inner join invoices on invoices.invoice_id = invoice_lines.invoice_id
    where
        invoice_lines.posting_group_id is not null
        and not invoices.is_void
        and invoices.invoice_id not in (select invoice_voids_planned.invoice_id from invoice_voids_planned)

    union all

    select
        document_lines_planned.invoice_id,
        document_lines_planned.posting_group_id,
        document_lines_planned.account_id,
        document_lines_planned.currency,
        document_lines_planned.amount_minor + document_lines_planned.tax_included_minor as amount_minor,
        document_lines_planned.booking_period_start
    from document_lines_planned
    where document_lines_planned.posting_group_id is not null

)

select * from groups_on_paper
