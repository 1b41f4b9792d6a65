select * from {{ source('current', 'group_totals') }}
