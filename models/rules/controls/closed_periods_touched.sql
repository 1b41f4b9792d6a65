{{ config(materialized='view') }}

-- Closed periods in scope, by who used what, for whoever was billed for it when the period was closed, or is since.
-- A shadow build rates them by itself.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

closed_periods_touched as (

    select distinct
        usage_touches.account_id as usage_account_id,
        usage_touches.meter,
        account_sides.account_id,
        account_sides.default_plan_id,
        account_sides.fallback_plan_id,
        periods_planned.currency,
        periods_planned.closed_by_build_number,
        periods_planned.period_start,
        periods_planned.period_end
    from usage_touches
    cross join build
    inner join account_sides on account_sides.usage_account_id = usage_touches.account_id
    inner join periods_planned
        on
            periods_planned.account_id = account_sides.account_id
            and periods_planned.period_start <= usage_touches.touched_until
            and periods_planned.period_end > usage_touches.touched_from
            and periods_planned.closed_by_build_number < account_sides.known_until_build
    where
        periods_planned.is_closed
        and not periods_planned.is_rerated
        and not build.is_shadow

)

select * from closed_periods_touched
