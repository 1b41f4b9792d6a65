-- The account with its chain: who stands above it, who resells to it, who is billed for it.

with recursive accounts as (

    select * from {{ source('current', 'accounts') }}

),

-- Parents by accident in a circle end the chain where it would begin again.
chains as (

    select
        accounts.account_id,
        accounts.parent_account_id as next_account_id,
        array[accounts.account_id] as account_chain
    from accounts

    union all

    select
        chains.account_id,
        accounts.parent_account_id as next_account_id,
        chains.account_chain || accounts.account_id as account_chain
    from chains
    inner join accounts on accounts.account_id = chains.next_account_id
    where accounts.account_id <> all(chains.account_chain)

),

longest_chains as (

    select distinct on (chains.account_id)
        chains.account_id,
        chains.account_chain
    from chains
    order by chains.account_id asc, cardinality(chains.account_chain) desc

),

accounts_with_their_chain as (

    select
        accounts.account_id,
        accounts.account_type,
        accounts.name,
        accounts.parent_account_id,
        accounts.reseller_account_id,
        accounts.bill_to_account_id,
        accounts.currency,
        accounts.billing_timezone,
        accounts.billing_mode,
        accounts.country,
        accounts.tax_responsibility,
        accounts.credit_risk_owner,
        accounts.retail_plan_id,
        -- What the reseller pays is his own business.
        case
            when {{ reader_may_see('coalesce(accounts.reseller_account_id, accounts.account_id)') }} then accounts.wholesale_plan_id
        end as wholesale_plan_id,
        accounts.status,
        accounts.issuer_id,
        accounts.payment_terms_days,
        accounts.credit_limit_minor,
        longest_chains.account_chain,
        case
            when accounts.reseller_account_id is null or accounts.credit_risk_owner = 'platform'
                then coalesce(accounts.bill_to_account_id, accounts.account_id)
            else accounts.reseller_account_id
        end as billed_account_id,
        case
            when accounts.reseller_account_id is null or accounts.credit_risk_owner = 'platform' then 'retail'
            else 'wholesale'
        end as posted_side
    from accounts
    inner join longest_chains on longest_chains.account_id = accounts.account_id
    where {{ reader_may_see('accounts.account_id') }}

)

select * from accounts_with_their_chain
