-- The scope of charges: billed accounts and their periods that usage, a record or the clock touched since the last published build.
-- A closed period is here for late usage, or because an approved re-rating asks for it.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

accounts_to_recharge as (

    select * from {{ ref('accounts_to_recharge') }}

),

commit_accounts as (

    select * from {{ ref('commit_accounts') }}

),

commit_periods as (

    select * from {{ ref('commit_periods') }}

),

periods_named as (

    select
        usage_groups_planned.account_id,
        usage_groups_planned.service_period_start as period_start
    from usage_groups_planned

    union

    select
        commit_periods.account_id,
        commit_periods.period_start
    from commit_periods

    union

    select
        periods_planned.account_id,
        periods_planned.period_start
    from periods_planned
    where periods_planned.is_rerated

    union

    -- The clock: whatever began, ended or fell due since the last build did so in a period that had not ended then.
    select
        periods_planned.account_id,
        periods_planned.period_start
    from periods_planned
    cross join build
    where
        not periods_planned.is_closed
        and (
            build.is_planned_whole
            or periods_planned.is_new
            or periods_planned.period_end > build.published_as_of
            or periods_planned.account_id in (select accounts_to_recharge.account_id from accounts_to_recharge)
            or periods_planned.account_id in (select commit_accounts.account_id from commit_accounts)
        )

),

periods_in_scope as (

    select
        periods_planned.account_id,
        periods_planned.billing_timezone,
        periods_planned.currency,
        periods_planned.is_closed,
        periods_planned.is_ended,
        periods_planned.known_by_build_number,
        periods_planned.period_start,
        periods_planned.period_end,
        periods_planned.booking_period_start
    from periods_named
    inner join periods_planned
        on
            periods_planned.account_id = periods_named.account_id
            and periods_planned.period_start = periods_named.period_start

)

select * from periods_in_scope
