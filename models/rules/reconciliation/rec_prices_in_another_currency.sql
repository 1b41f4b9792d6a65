-- What was agreed with an account and charges it nothing, because it is in another currency than the account's: a contract price,
-- or a subscription to a plan without any price in that currency. What stands below it bills in silence, or nothing does.

with periods_planned as (

    select * from {{ ref('periods_planned') }}
    where not is_closed

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where known_until_build = 9223372036854775807 and valid_from < valid_to

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}
    where known_until_build = 9223372036854775807 and starts_at < ends_at

),

contract_prices as (

    select distinct
        prices.account_id,
        prices.price_id as subject
    from prices
    inner join periods_planned
        on
            periods_planned.account_id = prices.account_id
            and periods_planned.currency <> prices.currency
            and periods_planned.period_end > prices.valid_from
            and periods_planned.period_start < prices.valid_to

),

-- A plan may have prices in several currencies: to have none in the account's is the mistake.
plans_subscribed_to as (

    select distinct
        subscriptions.account_id,
        subscriptions.subscription_id as subject
    from subscriptions
    inner join periods_planned
        on
            periods_planned.account_id = subscriptions.account_id
            and periods_planned.period_end > subscriptions.starts_at
            and periods_planned.period_start < subscriptions.ends_at
    where
        subscriptions.plan_id in (select prices.plan_id from prices)
        and (subscriptions.plan_id, periods_planned.currency) not in (
            select prices.plan_id, prices.currency from prices where prices.plan_id is not null
        )

),

offenders_united as (

    select * from contract_prices
    union
    select * from plans_subscribed_to

),

offenders as (

    select
        'prices_to_charges' as check_name,
        offenders_united.account_id,
        offenders_united.subject,
        'price_currency_differs' as reason_code,
        null as currency,
        null::numeric as amount_minor,
        1 as record_count
    from offenders_united

)

select * from offenders
