{{ config(materialized='view') }}

-- How far back and forth the usage of an account's meter is read: its touched periods, whole.

with usage_touches as (

    select * from {{ ref('usage_touches') }}

),

scope_periods as (

    select * from {{ ref('scope_periods') }}

),

ranges_united as (

    select
        usage_touches.account_id,
        usage_touches.meter,
        date_trunc('hour', usage_touches.touched_from, 'UTC') as range_start,
        date_trunc('hour', usage_touches.touched_until, 'UTC') + interval '2 hours' as range_end
    from usage_touches

    union all

    select
        scope_periods.usage_account_id as account_id,
        scope_periods.meter,
        date_trunc('hour', scope_periods.period_start, 'UTC') as range_start,
        date_trunc('hour', scope_periods.period_end, 'UTC') + interval '2 hours' as range_end
    from scope_periods

),

ranges_gathered as (

    select
        ranges_united.account_id,
        ranges_united.meter,
        min(ranges_united.range_start) as range_start,
        max(ranges_united.range_end) as range_end
    from ranges_united
    group by ranges_united.account_id, ranges_united.meter

)

select * from ranges_gathered
