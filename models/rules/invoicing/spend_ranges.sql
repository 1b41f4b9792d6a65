{{ config(materialized='view') }}

-- Whose usage is needed line by line, and since when: accounts with commits or discounts in scope.

with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

charge_periods as (

    select * from {{ ref('charge_periods') }}

),

discounts as (

    select * from {{ ref('stg_records__discounts') }}

),

ranges_united as (

    select commits_to_allot.account_id, commits_to_allot.starts_at as range_start, commits_to_allot.ends_at as range_end
    from commits_to_allot

    union all

    select charge_periods.account_id, charge_periods.period_start as range_start, charge_periods.period_end as range_end
    from charge_periods
    where charge_periods.account_id in (select discounts.account_id from discounts)

),

ranges as (

    select ranges_united.account_id, min(ranges_united.range_start) as range_start, max(ranges_united.range_end) as range_end
    from ranges_united
    group by ranges_united.account_id

)

select * from ranges
