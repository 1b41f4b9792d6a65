-- The policy of each account: its own row, else the one for every account.

with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

-- Of two rows for the same, the one that waits longer.
policies_ranked as (

    select
        closing_policies.*,
        row_number() over (
            partition by closing_policies.account_id
            order by
                closing_policies.grace_hours desc nulls first, closing_policies.source_memory_days desc nulls last,
                closing_policies.issues_documents asc nulls first
        ) as standing
    from {{ ref('closing_policies') }} as closing_policies

),

closing_policies as (

    select
        policies_ranked.account_id,
        policies_ranked.grace_hours,
        coalesce(policies_ranked.source_memory_days, 0) as source_memory_days,
        coalesce(policies_ranked.issues_documents, false) as issues_documents
    from policies_ranked
    where policies_ranked.standing = 1

),

policies_that_stand as (

    select
        accounts.account_id,
        closing_policies.grace_hours,
        closing_policies.source_memory_days,
        closing_policies.issues_documents
    from accounts
    inner join closing_policies on closing_policies.account_id = accounts.account_id

    union all

    select
        accounts.account_id,
        closing_policies.grace_hours,
        closing_policies.source_memory_days,
        closing_policies.issues_documents
    from accounts
    inner join closing_policies on closing_policies.account_id is null
    left join closing_policies as own_policies on own_policies.account_id = accounts.account_id
    where own_policies.account_id is null

)

select * from policies_that_stand
