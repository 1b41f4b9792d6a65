{{ config(materialized='ephemeral') }}

select * from {{ source('current', 'draft_invoice_taxes') }}
