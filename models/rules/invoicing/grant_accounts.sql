-- Accounts with credit grants, now or before, whose grants are burnt again: a line, a record or the clock reached them.

with build as (

    select * from {{ ref('stg_control__build') }}

),

credit_grants as (

    select * from {{ ref('stg_records__credit_grants') }}

),

posting_groups_planned as (

    select * from {{ ref('posting_groups_planned') }}

),

rated_lines_compared as (

    select * from {{ ref('rated_lines_compared') }}

),

accounts_to_recharge as (

    select * from {{ ref('accounts_to_recharge') }}

),

accounts_touched as (

    select posting_groups_planned.account_id
    from posting_groups_planned
    inner join rated_lines_compared on rated_lines_compared.posting_group_id = posting_groups_planned.posting_group_id
    where rated_lines_compared.has_changed
    union
    select accounts_to_recharge.account_id from accounts_to_recharge
    union
    select credit_grants.account_id
    from credit_grants
    where credit_grants.record_key in (select changed.record_key from credit_grants as changed where changed.is_new)
    union
    select credit_grants.account_id
    from credit_grants
    cross join build
    where
        build.is_planned_whole
        or (credit_grants.effective_at > build.published_as_of and credit_grants.effective_at <= build.as_of)
        or (credit_grants.expires_at > build.published_as_of and credit_grants.expires_at <= build.as_of)

),

accounts_with_grants as (

    select distinct credit_grants.account_id
    from credit_grants
    inner join accounts_touched on accounts_touched.account_id = credit_grants.account_id

)

select * from accounts_with_grants
