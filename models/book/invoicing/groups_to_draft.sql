{{ config(materialized='ephemeral') }}

-- Posted groups of the accounts that are drafted, those of the book and those that this build adds.

with accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

posting_groups_to_post as (

    select * from {{ ref('posting_groups_to_post') }}

),

groups_united as (

    select posting_groups.*
    from posting_groups
    inner join accounts_to_draft on accounts_to_draft.account_id = posting_groups.account_id
    where posting_groups.is_posted

    union all

    select posting_groups_to_post.*
    from posting_groups_to_post
    where posting_groups_to_post.is_posted

)

select * from groups_united
