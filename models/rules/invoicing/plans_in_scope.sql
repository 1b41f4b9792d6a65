-- Plans that price somebody in a period in scope: by subscription, as the account's own plan, or as the reseller's.

with charge_scope as (

    select * from {{ ref('charge_scope') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

plans_united as (

    select
        charge_scope.*,
        subscriptions.plan_id,
        subscriptions.plan_version_id,
        true as is_subscribed,
        subscriptions.starts_at,
        least(subscriptions.ends_at, charge_scope.period_end) as used_until
    from charge_scope
    inner join subscriptions
        on
            subscriptions.account_id = charge_scope.account_id
            and subscriptions.starts_at < charge_scope.period_end
            and subscriptions.ends_at > charge_scope.period_start
            and subscriptions.starts_at < subscriptions.ends_at
            and subscriptions.known_from_build <= charge_scope.known_by_build_number
            and subscriptions.known_until_build > charge_scope.known_by_build_number
    where charge_scope.is_own

    union all

    select
        charge_scope.*,
        coalesce(charge_scope.default_plan_id, charge_scope.fallback_plan_id) as plan_id,
        null as plan_version_id,
        false as is_subscribed,
        charge_scope.period_start as starts_at,
        charge_scope.period_end as used_until
    from charge_scope
    where coalesce(charge_scope.default_plan_id, charge_scope.fallback_plan_id) is not null

),

-- Of several subscriptions to one plan the latest names the version.
plans_gathered as (

    select
        plans_united.account_id,
        plans_united.usage_account_id,
        plans_united.side,
        plans_united.plan_id,
        (
            array_agg(
                plans_united.plan_version_id
                order by plans_united.is_subscribed desc, plans_united.starts_at desc, plans_united.plan_version_id collate "C"
            )
        )[1]
            as plan_version_id,
        plans_united.currency,
        plans_united.is_posted,
        plans_united.is_own,
        plans_united.is_ended,
        bool_or(plans_united.is_subscribed) as is_subscribed,
        plans_united.known_by_build_number,
        max(plans_united.used_until) as used_until,
        plans_united.period_start,
        plans_united.period_end,
        plans_united.booking_period_start
    from plans_united
    group by
        plans_united.account_id,
        plans_united.usage_account_id,
        plans_united.side,
        plans_united.plan_id,
        plans_united.currency,
        plans_united.is_posted,
        plans_united.is_own,
        plans_united.is_ended,
        plans_united.known_by_build_number,
        plans_united.period_start,
        plans_united.period_end,
        plans_united.booking_period_start

)

select * from plans_gathered
