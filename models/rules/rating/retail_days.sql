{{ config(materialized='view') }}

-- Days on which a reseller's customer used something. Periods in scope are looked at again, all others stay as the last build left them.

with account_sides as (

    select * from {{ ref('account_sides') }}
    where side = 'wholesale'

),

posting_groups_planned as (

    select * from {{ ref('posting_groups_planned') }}
    where side = 'retail'

),

rated_lines_planned as (

    select * from {{ ref('rated_lines_planned') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}
    where side = 'retail'

),

rated_lines as (

    select * from {{ ref('stg_book__rated_lines') }}

),

fx_conversions as (

    select * from {{ ref('stg_current__fx_conversions') }}

),

groups_of_customers as (

    select posting_groups_planned.*
    from posting_groups_planned
    where posting_groups_planned.usage_account_id in (select account_sides.usage_account_id from account_sides)

),

periods_looked_at as (

    select distinct groups_of_customers.usage_account_id, groups_of_customers.service_period_start as period_start
    from groups_of_customers

),

days_united as (

    select
        groups_of_customers.usage_account_id, groups_of_customers.currency, groups_of_customers.service_period_start as period_start,
        (rated_lines_planned.window_start at time zone 'UTC')::date as used_on
    from groups_of_customers
    inner join rated_lines_planned on rated_lines_planned.posting_group_id = groups_of_customers.posting_group_id

    union

    select
        posting_groups.usage_account_id, posting_groups.currency, posting_groups.service_period_start as period_start,
        (rated_lines.window_start at time zone 'UTC')::date as used_on
    from periods_looked_at
    inner join posting_groups
        on
            posting_groups.usage_account_id = periods_looked_at.usage_account_id
            and posting_groups.service_period_start = periods_looked_at.period_start
    inner join rated_lines on rated_lines.posting_group_id = posting_groups.posting_group_id
    where
        posting_groups.posting_group_id not in (select groups_of_customers.posting_group_id from groups_of_customers)
        and (rated_lines.record_count > 0 or rated_lines.quantity <> 0 or rated_lines.amount_exact <> 0)

    union

    select
        fx_conversions.usage_account_id, fx_conversions.source_currency as currency, fx_conversions.period_start,
        fx_conversions.used_on
    from fx_conversions
    where
        (fx_conversions.usage_account_id, fx_conversions.period_start) not in (
            select periods_looked_at.usage_account_id, periods_looked_at.period_start from periods_looked_at
        )

)

select * from days_united
