-- Whose usage stands still, and since which build: that of a parked account, and what is billed to a parked reseller.

with accounts as (

    select * from {{ source('current', 'accounts') }}

),

parked_accounts as (

    select * from {{ source('current', 'parked_accounts') }}

),

usage_parked as (

    select
        accounts.account_id,
        min(parked_accounts.parked_by_build) as parked_by_build
    from accounts
    inner join parked_accounts
        on
            parked_accounts.account_id = accounts.account_id
            or (parked_accounts.account_id = accounts.reseller_account_id and accounts.credit_risk_owner is distinct from 'platform')
    group by accounts.account_id

)

select * from usage_parked
