{{ config(materialized='ephemeral') }}

-- How much each check compares, by currency.

with batches as (

    select * from {{ ref('stg_control__batches') }}

),

group_totals_after_posting as (

    select * from {{ ref('group_totals_after_posting') }}

),

journal_of_ended_periods as (

    select * from {{ ref('journal_of_ended_periods') }}

),

payments as (

    select * from {{ ref('payments') }}

),

clearing_items as (

    select * from {{ ref('clearing_items') }}

),

compared as (

    select
        'usage_to_rated' as check_name,
        '' as currency,
        coalesce(sum(batches.landed_count), 0) as compared
    from batches
    where batches.kind = 'usage'

    union all

    select
        'rated_to_journal' as check_name,
        group_totals_after_posting.currency,
        count(*) as compared
    from group_totals_after_posting
    where group_totals_after_posting.is_posted
    group by group_totals_after_posting.currency

    union all

    select
        'journal_to_drafts' as check_name,
        journal_of_ended_periods.currency,
        count(*) as compared
    from journal_of_ended_periods
    group by journal_of_ended_periods.currency

    union all

    select
        checks.check_name,
        coalesce(payments.currency, '') as currency,
        count(*) as compared
    from payments
    cross join (values ('stripe_to_sessions'), ('payments_to_journal')) as checks (check_name)
    where payments.state <> 'open'
    group by checks.check_name, payments.currency

    union all

    select
        'clearing_to_payouts' as check_name,
        clearing_items.currency,
        count(*) as compared
    from clearing_items
    group by clearing_items.currency

)

select * from compared
