{{ config(materialized='ephemeral') }}

-- Which plan prices whose usage on which side: a subscription before the account's default plan, the end customer's own
-- wholesale plan before the reseller's. A default plan holds for the records of its period alone.

with subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

scope_periods as (

    select * from {{ ref('scope_periods') }}

),

assignments_united as (

    select
        subscriptions.account_id as usage_account_id,
        'retail' as side,
        subscriptions.plan_id,
        1 as precedence,
        subscriptions.known_from_build,
        subscriptions.known_until_build,
        subscriptions.starts_at,
        subscriptions.ends_at
    from subscriptions

    union

    select
        scope_periods.usage_account_id,
        scope_periods.side,
        scope_periods.default_plan_id as plan_id,
        2 as precedence,
        scope_periods.known_by_build_number as known_from_build,
        scope_periods.known_by_build_number + 1 as known_until_build,
        scope_periods.period_start as starts_at,
        scope_periods.period_end as ends_at
    from scope_periods
    where scope_periods.default_plan_id is not null

    union

    select
        scope_periods.usage_account_id,
        scope_periods.side,
        scope_periods.fallback_plan_id as plan_id,
        3 as precedence,
        scope_periods.known_by_build_number as known_from_build,
        scope_periods.known_by_build_number + 1 as known_until_build,
        scope_periods.period_start as starts_at,
        scope_periods.period_end as ends_at
    from scope_periods
    where scope_periods.fallback_plan_id is not null

)

select * from assignments_united
