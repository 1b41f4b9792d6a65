select * from {{ source('current', 'usage_exceptions') }}
