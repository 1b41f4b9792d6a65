-- Accounts whose drafts may say something else than before: their groups are in scope, or a period of theirs
-- has just ended, or a document of theirs is issued or cancelled, or their tax is new, missing or worked out by other rates.

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

draft_invoices as (

    select * from {{ ref('stg_current__draft_invoices') }}

),

accounts_to_tax as (

    select * from {{ ref('accounts_to_tax') }}

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

    union

    select accounts_to_tax.account_id from accounts_to_tax

    union

    select draft_invoices.account_id
    from draft_invoices
    cross join build
    where
        build.is_planned_whole
        or draft_invoices.tax_hold_code is not null

)

select * from accounts_to_draft
