-- Whose usage is rated for whom: a resold account twice, and exactly one side of it is posted.

with accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

retail_sides as (

    select
        accounts.account_id as usage_account_id,
        accounts.account_id,
        'retail' as side,
        accounts.retail_plan_id as default_plan_id,
        null::text as fallback_plan_id,
        accounts.currency,
        accounts.reseller_account_id is null or accounts.credit_risk_owner = 'platform' as is_posted,
        accounts.known_from_build,
        accounts.known_until_build
    from accounts

),

wholesale_sides as (

    select
        accounts.account_id as usage_account_id,
        resellers.account_id,
        'wholesale' as side,
        accounts.wholesale_plan_id as default_plan_id,
        resellers.wholesale_plan_id as fallback_plan_id,
        resellers.currency,
        accounts.credit_risk_owner is distinct from 'platform' as is_posted,
        greatest(accounts.known_from_build, resellers.known_from_build) as known_from_build,
        least(accounts.known_until_build, resellers.known_until_build) as known_until_build
    from accounts
    inner join accounts as resellers
        on
            resellers.account_id = accounts.reseller_account_id
            and resellers.known_from_build < accounts.known_until_build
            and accounts.known_from_build < resellers.known_until_build

),

sides_united as (

    select * from retail_sides
    union all
    select * from wholesale_sides

)

select * from sides_united
