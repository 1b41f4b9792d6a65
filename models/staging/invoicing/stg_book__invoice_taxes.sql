{{ config(materialized='ephemeral') }}

select * from {{ source('book', 'invoice_taxes') }}
