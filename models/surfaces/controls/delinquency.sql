-- What is to be done about each account, why, by which policy, and what of its resources that would reach.

with decisions as (

    select * from {{ ref('delinquency_decided') }}

),

balances as (

    select * from {{ ref('balances') }}

),

resources_held as (

    select * from {{ ref('resources_held') }}

),

decisions_with_what_they_reach as (

    select
        decisions.account_id,
        decisions.currency,
        decisions.state,
        cast(decisions.policy as text) as policy,
        decisions.action,
        decisions.reason,
        decisions.billing_mode,
        decisions.depleted_action,
        decisions.dispute_policy,
        coalesce(resources_held.allocations, array[]::text[]) as affected_allocations,
        coalesce(resources_held.app_instances, array[]::text[]) as affected_app_instances,
        coalesce(balances.balance_minor, 0) as balance_minor,
        coalesce(balances.available_minor, 0) as available_minor,
        decisions.low_balance_minor,
        decisions.burn_hours,
        decisions.burn_per_hour,
        decisions.runway_hours,
        cast(coalesce(decisions.overdue_minor, 0) as bigint) as overdue_minor,
        cast(coalesce(decisions.overdue_30_days_minor, 0) as bigint) as overdue_30_days_minor,
        cast(coalesce(decisions.overdue_60_days_minor, 0) as bigint) as overdue_60_days_minor,
        cast(coalesce(decisions.overdue_90_days_minor, 0) as bigint) as overdue_90_days_minor,
        cast(coalesce(decisions.overdue_longer_minor, 0) as bigint) as overdue_longer_minor,
        coalesce(decisions.overdue_count, 0) as overdue_count,
        cast(coalesce(decisions.disputed_minor, 0) as bigint) as disputed_minor,
        decisions.is_overridden,
        decisions.oldest_due_at
    from decisions
    left join balances
        on
            balances.account_id = decisions.account_id
            and balances.currency = decisions.currency
    left join resources_held on resources_held.account_id = decisions.account_id
    where {{ reader_may_see('decisions.account_id') }}

)

select * from decisions_with_what_they_reach
