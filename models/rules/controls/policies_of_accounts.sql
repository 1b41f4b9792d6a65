{{ config(materialized='ephemeral') }}

-- The policy of each account: its own row, else the one for every account.

with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

closing_policies as (

    select * from {{ ref('closing_policies') }}

),

policies_ranked as (

    select
        accounts.account_id,
        closing_policies.grace_hours,
        coalesce(closing_policies.source_memory_days, 0) as source_memory_days,
        coalesce(closing_policies.issues_documents, false) as issues_documents,
        row_number() over (partition by accounts.account_id order by closing_policies.account_id nulls last) as standing
    from accounts
    inner join closing_policies
        on
            closing_policies.account_id = accounts.account_id
            or closing_policies.account_id is null

),

policies_that_stand as (

    select
        policies_ranked.account_id,
        policies_ranked.grace_hours,
        policies_ranked.source_memory_days,
        policies_ranked.issues_documents
    from policies_ranked
    where policies_ranked.standing = 1

)

select * from policies_that_stand
