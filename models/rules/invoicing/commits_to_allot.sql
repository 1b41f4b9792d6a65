-- Commit contracts whose usage is counted again, in the order in which they fill: earliest start, then id.

with build as (

    select * from {{ ref('stg_control__build') }}

),

commit_contracts as (

    select * from {{ ref('stg_records__commit_contracts') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

commit_accounts as (

    select * from {{ ref('commit_accounts') }}

),

-- Usage counts on the side on which the account itself would be charged.
contracts_in_force as (

    select
        commit_contracts.contract_id,
        commit_contracts.account_id,
        commit_contracts.currency,
        commit_contracts.amount_minor,
        commit_contracts.overage_multiplier,
        commit_contracts.true_up as has_true_up,
        account_sides.is_posted,
        commit_contracts.ends_at <= build.as_of as is_ended,
        commit_contracts.known_from_build,
        commit_contracts.starts_at,
        commit_contracts.ends_at,
        row_number() over (
            partition by commit_contracts.account_id, commit_contracts.currency
            order by commit_contracts.starts_at, commit_contracts.contract_id collate "C"
        ) as standing
    from commit_contracts
    cross join build
    inner join account_sides
        on
            account_sides.account_id = commit_contracts.account_id
            and account_sides.usage_account_id = commit_contracts.account_id
            and account_sides.side = 'retail'
            and account_sides.known_until_build = 9223372036854775807
    where
        commit_contracts.known_until_build = 9223372036854775807
        and commit_contracts.starts_at < commit_contracts.ends_at

),

contracts_touched as (

    select contracts_in_force.*
    from contracts_in_force
    where contracts_in_force.account_id in (select commit_accounts.account_id from commit_accounts)

)

select * from contracts_touched
