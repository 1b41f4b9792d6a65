-- Whose usage is rated for whom: a resold account twice, and exactly one side of it is posted.

with accounts as not materialized (

    select * from {{ ref('stg_records__accounts') }}

),

-- An account whose reseller is not known yet is not known itself: nobody could say who owes for it.
accounts_with_their_reseller as (

    select
        accounts.account_id,
        accounts.currency,
        accounts.retail_plan_id,
        accounts.wholesale_plan_id,
        resellers.account_id as reseller_account_id,
        resellers.currency as reseller_currency,
        resellers.wholesale_plan_id as reseller_wholesale_plan_id,
        (coalesce(accounts.credit_risk_owner, 'reseller') = 'platform') as is_platform_at_risk,
        greatest(accounts.known_from_build, coalesce(resellers.known_from_build, 0)) as known_from_build,
        least(accounts.known_until_build, resellers.known_until_build) as known_until_build
    from accounts
    left join accounts as resellers
        on
            resellers.account_id = accounts.reseller_account_id
            and resellers.known_from_build < accounts.known_until_build
            and accounts.known_from_build < resellers.known_until_build
    where
        accounts.reseller_account_id is null
        or resellers.account_id is not null

),

retail_sides as (

    select
        accounts_with_their_reseller.account_id as usage_account_id,
        accounts_with_their_reseller.account_id,
        'retail' as side,
        accounts_with_their_reseller.retail_plan_id as default_plan_id,
        null::text as fallback_plan_id,
        accounts_with_their_reseller.currency,
        (accounts_with_their_reseller.reseller_account_id is null or accounts_with_their_reseller.is_platform_at_risk) as is_posted,
        accounts_with_their_reseller.known_from_build,
        accounts_with_their_reseller.known_until_build
    from accounts_with_their_reseller

),

wholesale_sides as (

    select
        accounts_with_their_reseller.account_id as usage_account_id,
        accounts_with_their_reseller.reseller_account_id as account_id,
        'wholesale' as side,
        accounts_with_their_reseller.wholesale_plan_id as default_plan_id,
        accounts_with_their_reseller.reseller_wholesale_plan_id as fallback_plan_id,
        accounts_with_their_reseller.reseller_currency as currency,
        not accounts_with_their_reseller.is_platform_at_risk as is_posted,
        accounts_with_their_reseller.known_from_build,
        accounts_with_their_reseller.known_until_build
    from accounts_with_their_reseller
    where accounts_with_their_reseller.reseller_account_id is not null

),

sides_united as (

    select * from retail_sides
    union all
    select * from wholesale_sides

)

select * from sides_united
