select * from {{ ref('usage_exceptions_planned') }}
