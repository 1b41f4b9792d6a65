select * from {{ source('current', 'parked_accounts') }}
