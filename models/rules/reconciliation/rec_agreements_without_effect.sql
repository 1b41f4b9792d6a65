-- What was agreed with an account and charges it nothing in a period that is not closed: a contract price in another currency than the account's,
-- a plan without any price in that currency, a plan of which nothing is known. What stands below bills in silence, or nothing does.

with periods_planned as (

    select * from {{ ref('periods_planned') }}
    where not is_closed

),

account_sides as (

    select * from {{ ref('account_sides') }}
    where known_until_build = 9223372036854775807

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where known_until_build = 9223372036854775807 and valid_from < valid_to

),

plans as (

    select * from {{ ref('stg_records__plans') }}
    where known_until_build = 9223372036854775807

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}
    where known_until_build = 9223372036854775807 and starts_at < ends_at

),

contract_prices as (

    select distinct
        prices.account_id,
        prices.price_id as subject,
        'price_currency_differs' as reason_code
    from prices
    inner join periods_planned
        on
            periods_planned.account_id = prices.account_id
            and periods_planned.currency <> prices.currency
            and periods_planned.period_end > prices.valid_from
            and periods_planned.period_start < prices.valid_to

),

plans_agreed_on as (

    select subscriptions.account_id, subscriptions.subscription_id as subject, subscriptions.plan_id, subscriptions.starts_at, subscriptions.ends_at
    from subscriptions

    union

    select account_sides.account_id, plan_ids.plan_id as subject, plan_ids.plan_id, '-infinity' as starts_at, 'infinity' as ends_at
    from account_sides
    cross join lateral (values (account_sides.default_plan_id), (account_sides.fallback_plan_id)) as plan_ids (plan_id)
    where plan_ids.plan_id is not null

),

-- A plan may have prices in several currencies, or none at all and a version; to have none in the account's is the mistake.
plans_without_effect as (

    select distinct
        plans_agreed_on.account_id,
        plans_agreed_on.subject,
        case when plans_agreed_on.plan_id in (select prices.plan_id from prices) then 'price_currency_differs' else 'unknown_plan' end as reason_code
    from plans_agreed_on
    inner join periods_planned
        on
            periods_planned.account_id = plans_agreed_on.account_id
            and periods_planned.period_end > plans_agreed_on.starts_at
            and periods_planned.period_start < plans_agreed_on.ends_at
    where
        (plans_agreed_on.plan_id, periods_planned.currency) not in (
            select prices.plan_id, prices.currency from prices where prices.plan_id is not null
        )
        and (
            plans_agreed_on.plan_id in (select prices.plan_id from prices)
            or plans_agreed_on.plan_id not in (select plans.plan_id from plans)
        )

),

offenders_united as (

    select * from contract_prices
    union
    select * from plans_without_effect

),

offenders as (

    select
        'prices_to_charges' as check_name,
        offenders_united.account_id,
        offenders_united.subject,
        offenders_united.reason_code,
        null as currency,
        null::numeric as amount_minor,
        1 as record_count
    from offenders_united

)

select * from offenders
