{{ config(materialized='ephemeral') }}

with invoice_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

taxes_included as (

    select * from {{ source('book', 'taxes_included') }}

),

lines_with_the_tax_they_hold as (

    select
        invoice_lines.*,
        coalesce(taxes_included.tax_included_minor, 0) as tax_included_minor
    from invoice_lines
    left join taxes_included on taxes_included.invoice_line_id = invoice_lines.invoice_line_id

)

select * from lines_with_the_tax_they_hold
