select * from {{ source('current', 'invoice_settlements') }}
