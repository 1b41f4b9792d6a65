-- The policy of each account: its own row, else the one for every account.

with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

closing_policies as (

    select * from {{ ref('closing_policies') }}

),

policies_that_stand as (

    select
        accounts.account_id,
        closing_policies.grace_hours,
        coalesce(closing_policies.source_memory_days, 0) as source_memory_days,
        coalesce(closing_policies.issues_documents, false) as issues_documents
    from accounts
    inner join closing_policies on closing_policies.account_id = accounts.account_id

    union all

    select
        accounts.account_id,
        closing_policies.grace_hours,
        coalesce(closing_policies.source_memory_days, 0) as source_memory_days,
        coalesce(closing_policies.issues_documents, false) as issues_documents
    from accounts
    inner join closing_policies on closing_policies.account_id is null
    left join closing_policies as own_policies on own_policies.account_id = accounts.account_id
    where own_policies.account_id is null

)

select * from policies_that_stand
