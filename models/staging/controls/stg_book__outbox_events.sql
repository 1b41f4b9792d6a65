select * from {{ source('book', 'outbox_events') }}
