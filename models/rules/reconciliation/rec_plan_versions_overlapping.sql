-- Plans of which two versions set limits at the end of a period that is not closed, for accounts that name neither: no limit holds.

with periods_planned as (

    select * from {{ ref('periods_planned') }}
    where not is_closed

),

account_sides as (

    select * from {{ ref('account_sides') }}
    where known_until_build = 9223372036854775807

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}
    where known_until_build = 9223372036854775807 and starts_at < ends_at

),

plans as (

    select * from {{ ref('stg_records__plans') }}
    where known_until_build = 9223372036854775807 and coalesce(minimum_amount, maximum_amount) is not null

),

plans_without_a_version as (

    select
        subscriptions.account_id,
        subscriptions.plan_id,
        subscriptions.starts_at,
        subscriptions.ends_at
    from subscriptions
    where subscriptions.plan_version_id is null

    union

    select
        account_sides.account_id,
        coalesce(account_sides.default_plan_id, account_sides.fallback_plan_id) as plan_id,
        '-infinity'::timestamptz as starts_at,
        'infinity'::timestamptz as ends_at
    from account_sides

),

versions_counted as (

    select
        plans_without_a_version.account_id,
        plans_without_a_version.plan_id,
        count(distinct plans.plan_version_id) as version_count
    from plans_without_a_version
    inner join periods_planned
        on
            periods_planned.account_id = plans_without_a_version.account_id
            and periods_planned.period_end > plans_without_a_version.starts_at
            and periods_planned.period_start < plans_without_a_version.ends_at
    inner join plans
        on
            plans.plan_id = plans_without_a_version.plan_id
            and plans.currency = periods_planned.currency
            and plans.valid_from < periods_planned.period_end
            and plans.valid_to >= periods_planned.period_end
    group by plans_without_a_version.account_id, plans_without_a_version.plan_id, periods_planned.period_start

),

offenders as (

    select distinct
        'prices_to_charges' as check_name,
        versions_counted.account_id,
        versions_counted.plan_id as subject,
        'overlapping_plan_versions' as reason_code,
        null as currency,
        null::numeric as amount_minor,
        1 as record_count
    from versions_counted
    where versions_counted.version_count > 1

)

select * from offenders
