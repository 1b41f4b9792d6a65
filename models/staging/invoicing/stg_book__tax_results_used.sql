{{ config(materialized='ephemeral') }}

select * from {{ source('book', 'tax_results_used') }}
