{{ config(materialized='ephemeral') }}

select * from {{ source('book', 'period_closings') }}
