{{ config(materialized='view') }}

-- The months by which accounts with a budget are billed. Where a change of time zone leaves a rest between two months, it counts with the second.

with build as (

    select * from {{ ref('stg_control__build') }}

),

budget_policies as (

    select * from {{ ref('stg_records__budget_policies') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

-- An account that nothing has reached has no period; its month is the one that runs.
periods_of_accounts as (

    select
        accounts.account_id,
        coalesce(periods_planned.billing_timezone, accounts.billing_timezone) as billing_timezone,
        coalesce(
            periods_planned.period_start,
            date_trunc('month', build.as_of at time zone accounts.billing_timezone) at time zone accounts.billing_timezone
        ) as period_start
    from accounts
    left join periods_planned on periods_planned.account_id = accounts.account_id
    cross join build
    where accounts.account_id in (select budget_policies.account_id from budget_policies)

),

months_billed as (

    select
        periods_of_accounts.account_id,
        (array_agg(periods_of_accounts.billing_timezone order by periods_of_accounts.period_start desc))[1] as billing_timezone,
        {{ month_of_period('periods_of_accounts.period_start') }} as month_start,
        min(periods_of_accounts.period_start) as billed_from
    from periods_of_accounts
    group by periods_of_accounts.account_id, {{ month_of_period('periods_of_accounts.period_start') }}

),

months_in_order as (

    select
        months_billed.*,
        lead(months_billed.billed_from) over (
            partition by months_billed.account_id
            order by months_billed.month_start
        ) as billed_until
    from months_billed

)

select
    months_in_order.account_id,
    months_in_order.billing_timezone,
    months_in_order.billed_from <= build.as_of and coalesce(months_in_order.billed_until, 'infinity') > build.as_of as is_running,
    months_in_order.month_start,
    months_in_order.billed_from,
    months_in_order.billed_until
from months_in_order
cross join build
