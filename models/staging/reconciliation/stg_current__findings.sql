select * from {{ source('current', 'findings') }}
