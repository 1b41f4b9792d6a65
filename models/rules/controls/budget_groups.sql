{{ config(materialized='view') }}

-- Posting groups in the periods of budgets, with what they came to before this build and come to after it; positive is spend.
-- A group counts for the account it is for: when it is posted, or as the statement of a customer whom a reseller bills.

with budget_windows as (

    select * from {{ ref('budget_windows') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

group_totals as (

    select * from {{ ref('stg_current__group_totals') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

groups_united as (

    select
        posting_groups.posting_group_id, posting_groups.account_id, posting_groups.side, posting_groups.currency,
        posting_groups.is_posted, posting_groups.service_period_start
    from posting_groups

    union all

    select
        group_totals_to_book.posting_group_id, group_totals_to_book.account_id, group_totals_to_book.side, group_totals_to_book.currency,
        group_totals_to_book.is_posted, group_totals_to_book.service_period_start
    from group_totals_to_book
    where not group_totals_to_book.is_in_book

),

groups_in_windows as (

    select
        budget_windows.policy_id,
        budget_windows.period_start,
        budget_windows.project_id,
        groups_united.posting_group_id,
        groups_united.is_posted
    from budget_windows
    inner join groups_united
        on
            groups_united.account_id = budget_windows.account_id
            and groups_united.currency = budget_windows.currency
            and groups_united.service_period_start >= budget_windows.period_start
            and groups_united.service_period_start < budget_windows.period_end
    where
        groups_united.is_posted
        or groups_united.side = 'retail'

),

groups_before_and_after as (

    select
        groups_in_windows.*,
        coalesce(case when groups_in_windows.is_posted then -group_totals.posted_minor else group_totals.rounded_minor end, 0) as before_minor,
        coalesce(
            case when groups_in_windows.is_posted then -group_totals_to_book.target_minor else group_totals_to_book.rounded_minor end,
            case when groups_in_windows.is_posted then -group_totals.posted_minor else group_totals.rounded_minor end,
            0
        ) as after_minor
    from groups_in_windows
    left join group_totals on group_totals.posting_group_id = groups_in_windows.posting_group_id
    left join group_totals_to_book on group_totals_to_book.posting_group_id = groups_in_windows.posting_group_id

)

select * from groups_before_and_after
