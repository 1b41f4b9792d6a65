-- Accounts with commit contracts, now or before, whose commits are counted again: usage, a record or the end of a term reached them.

with build as (

    select * from {{ ref('stg_control__build') }}

),

commit_contracts as (

    select * from {{ ref('stg_records__commit_contracts') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

accounts_to_recharge as (

    select * from {{ ref('accounts_to_recharge') }}

),

accounts_touched as (

    select usage_groups_planned.account_id from usage_groups_planned
    union
    select accounts_to_recharge.account_id from accounts_to_recharge
    union
    select commit_contracts.account_id
    from commit_contracts
    where commit_contracts.record_key in (select changed.record_key from commit_contracts as changed where changed.is_new)
    union
    select commit_contracts.account_id
    from commit_contracts
    cross join build
    where
        commit_contracts.ends_at > build.published_as_of
        and commit_contracts.ends_at <= build.as_of
    union
    select commit_contracts.account_id
    from commit_contracts
    cross join build
    where build.is_planned_whole

),

accounts_with_commits as (

    select distinct commit_contracts.account_id
    from commit_contracts
    inner join accounts_touched on accounts_touched.account_id = commit_contracts.account_id

)

select * from accounts_with_commits
