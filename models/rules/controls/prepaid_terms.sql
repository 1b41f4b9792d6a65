{{ config(materialized='view') }}

-- What holds for each prepaid account and currency: its policy, else a stop when nothing is left in the account's own currency.

with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

prepaid_policies as (

    select * from {{ ref('stg_records__prepaid_policies') }}

),

prepaid_accounts as (

    select
        accounts.account_id,
        accounts.currency
    from accounts
    where accounts.billing_mode = 'prepaid'

),

terms as (

    select
        prepaid_accounts.account_id,
        prepaid_policies.currency,
        prepaid_policies.low_balance_minor,
        prepaid_policies.runway_hours as runway_hours_wanted,
        prepaid_policies.depleted_action,
        prepaid_policies.dispute_policy,
        true as has_policy
    from prepaid_accounts
    inner join prepaid_policies on prepaid_policies.account_id = prepaid_accounts.account_id

    union all

    select
        prepaid_accounts.account_id,
        prepaid_accounts.currency,
        null as low_balance_minor,
        null as runway_hours_wanted,
        'restrict' as depleted_action,
        'none' as dispute_policy,
        false as has_policy
    from prepaid_accounts
    left join prepaid_policies
        on
            prepaid_policies.account_id = prepaid_accounts.account_id
            and prepaid_policies.currency = prepaid_accounts.currency
    where prepaid_policies.account_id is null

)

select * from terms
