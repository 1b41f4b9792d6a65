select * from {{ source('current', 'usage_readings') }}
