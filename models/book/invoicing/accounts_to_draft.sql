-- Accounts whose drafts may say something else than before: their groups are in scope, or a period of theirs has just ended.

with build as (

    select * from {{ ref('stg_control__build') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

accounts_to_draft as (

    select group_totals_to_book.account_id from group_totals_to_book

    union

    select periods_planned.account_id
    from periods_planned
    cross join build
    where
        periods_planned.period_end > build.published_as_of
        and periods_planned.period_end <= build.as_of

)

select * from accounts_to_draft
