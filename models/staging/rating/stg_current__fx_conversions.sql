select * from {{ source('current', 'fx_conversions') }}
