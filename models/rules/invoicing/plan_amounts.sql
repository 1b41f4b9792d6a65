{{ config(materialized='view') }}

-- What the usage, the fees and the minimums of a plan come to in a period, rounded as they are posted.

with usage_totals as (

    select * from {{ ref('usage_totals') }}

),

fees_planned as (

    select * from {{ ref('fees_planned') }}

),

minimums_planned as (

    select * from {{ ref('minimums_planned') }}

),

amounts_of_plans as (

    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, service_period_start as period_start, amount_minor
    from usage_totals
    where price_source = 'plan'
    union all
    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, period_start, book.rounded(amount_exact, rounding) as amount_minor
    from fees_planned
    where price_source = 'plan'
    union all
    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, period_start, book.rounded(amount_exact, rounding) as amount_minor
    from minimums_planned
    where price_source = 'plan'

),

amounts_summed as (

    select account_id, usage_account_id, side, plan_id, is_posted, period_start, sum(amount_minor) as amount_minor
    from amounts_of_plans
    group by account_id, usage_account_id, side, plan_id, is_posted, period_start

)

select * from amounts_summed
