select * from {{ ref('unrated_usage_planned') }}
