select * from {{ source('current', 'usage_holdings') }}
