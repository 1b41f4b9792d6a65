-- Accounts whose drafts may say something else than before: their groups are in scope, or a period of theirs
-- has just ended, or a document of theirs is issued or cancelled.

with build as (

    select * from {{ ref('stg_control__build') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

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

    union

    select documents_planned.account_id from documents_planned

    union

    select invoice_voids_planned.account_id from invoice_voids_planned

)

select * from accounts_to_draft
