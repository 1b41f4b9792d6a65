-- Open periods that the policy would close by now, if their sources are fresh. What was opened again waits for an action: a policy closes once.
-- A table of its own: how many are due is what the planner has to know before it looks for the usage that they remember.

with build as (

    select * from {{ ref('stg_control__build') }}

),

policies_of_accounts as (

    select * from {{ ref('policies_of_accounts') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

periods_due as (

    select
        periods_planned.period_id,
        periods_planned.account_id,
        policies_of_accounts.grace_hours,
        periods_planned.period_start,
        periods_planned.period_end,
        periods_planned.period_start - policies_of_accounts.source_memory_days * interval '1 day' as remembered_from
    from periods_planned
    inner join policies_of_accounts on policies_of_accounts.account_id = periods_planned.account_id
    cross join build
    where
        not periods_planned.is_closed
        and periods_planned.period_end + policies_of_accounts.grace_hours * interval '1 hour' <= build.as_of
        and periods_planned.period_id not in (select period_closings.period_id from period_closings)

)

select * from periods_due
