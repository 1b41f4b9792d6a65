{{ config(materialized='view') }}

-- What recurs: each flat price of a plan once per subscription to it, each flat price of a contract once. The records are those of the period.

with charge_scope as (

    select * from {{ ref('charge_scope') }}
    where is_own

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where model = 'flat'

),

prices_with_who_pays_them as (

    select
        subscriptions.account_id,
        subscriptions.subscription_id,
        'plan' as price_source,
        subscriptions.plan_id as price_scope,
        prices.price_id,
        subscriptions.quantity,
        greatest(prices.known_from_build, subscriptions.known_from_build) as known_from_build,
        least(prices.known_until_build, subscriptions.known_until_build) as known_until_build,
        subscriptions.starts_at,
        subscriptions.ends_at
    from subscriptions
    inner join prices
        on
            prices.plan_id = subscriptions.plan_id
            and prices.known_from_build < subscriptions.known_until_build
            and subscriptions.known_from_build < prices.known_until_build

    union all

    select
        prices.account_id,
        null as subscription_id,
        'contract' as price_source,
        prices.account_id as price_scope,
        prices.price_id,
        1 as quantity,
        prices.known_from_build,
        prices.known_until_build,
        prices.valid_from as starts_at,
        prices.valid_to as ends_at
    from prices
    where prices.account_id is not null

),

terms_of_periods as (

    select
        charge_scope.account_id,
        charge_scope.usage_account_id,
        charge_scope.side,
        prices_with_who_pays_them.subscription_id,
        prices_with_who_pays_them.price_source,
        prices_with_who_pays_them.price_scope,
        prices_with_who_pays_them.price_id,
        prices.meter,
        prices.resource_type,
        prices.pricing_mode,
        prices.interval,
        prices.charge_timing,
        prices.proration,
        prices.rounding,
        charge_scope.billing_timezone,
        charge_scope.currency,
        prices_with_who_pays_them.quantity,
        prices.flat_fee,
        charge_scope.is_posted,
        prices_with_who_pays_them.starts_at,
        prices_with_who_pays_them.ends_at,
        prices.valid_from,
        prices.valid_to,
        charge_scope.period_start,
        charge_scope.period_end,
        charge_scope.booking_period_start
    from charge_scope
    inner join prices_with_who_pays_them
        on
            prices_with_who_pays_them.account_id = charge_scope.account_id
            and prices_with_who_pays_them.known_from_build <= charge_scope.known_by_build_number
            and prices_with_who_pays_them.known_until_build > charge_scope.known_by_build_number
            and prices_with_who_pays_them.starts_at < charge_scope.period_end
            and prices_with_who_pays_them.ends_at > charge_scope.period_start
    inner join prices
        on
            prices.price_id = prices_with_who_pays_them.price_id
            and prices.currency = charge_scope.currency
            and prices.known_from_build <= charge_scope.known_by_build_number
            and prices.known_until_build > charge_scope.known_by_build_number

)

select * from terms_of_periods
