select * from {{ source('book', 'posting_groups') }}
