{{ config(materialized='ephemeral') }}

with invoices as (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

invoices_with_their_voids as (

    select
        invoices.*,
        invoice_voids.invoice_id is not null as is_void
    from invoices
    left join invoice_voids on invoice_voids.invoice_id = invoices.invoice_id

)

select * from invoices_with_their_voids
