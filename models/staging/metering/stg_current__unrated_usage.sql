select * from {{ source('current', 'unrated_usage') }}
