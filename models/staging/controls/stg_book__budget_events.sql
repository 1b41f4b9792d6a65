select * from {{ source('book', 'budget_events') }}
