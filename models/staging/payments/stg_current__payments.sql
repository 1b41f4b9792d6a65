select * from {{ source('current', 'payments') }}
