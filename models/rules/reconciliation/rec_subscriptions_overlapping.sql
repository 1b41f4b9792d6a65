-- Subscriptions of one account that price the same charge at the same time: their fees add up, and their usage has two prices.

with subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}
    where known_until_build = 9223372036854775807

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where known_until_build = 9223372036854775807

),

pairs_that_overlap as (

    select
        subscriptions.account_id,
        subscriptions.subscription_id,
        later_subscriptions.subscription_id as later_subscription_id,
        subscriptions.plan_id,
        later_subscriptions.plan_id as later_plan_id,
        greatest(subscriptions.starts_at, later_subscriptions.starts_at) as overlaps_from,
        least(subscriptions.ends_at, later_subscriptions.ends_at) as overlaps_until
    from subscriptions
    inner join subscriptions as later_subscriptions
        on
            later_subscriptions.account_id = subscriptions.account_id
            and later_subscriptions.subscription_id collate "C" > subscriptions.subscription_id collate "C"
            and later_subscriptions.starts_at < subscriptions.ends_at
            and later_subscriptions.ends_at > subscriptions.starts_at
    where
        subscriptions.starts_at < subscriptions.ends_at
        and later_subscriptions.starts_at < later_subscriptions.ends_at

),

pairs_that_price_the_same as (

    select distinct
        pairs_that_overlap.account_id,
        pairs_that_overlap.subscription_id,
        pairs_that_overlap.later_subscription_id
    from pairs_that_overlap
    inner join prices
        on
            prices.plan_id = pairs_that_overlap.plan_id
            and prices.valid_from < pairs_that_overlap.overlaps_until
            and prices.valid_to > pairs_that_overlap.overlaps_from
    inner join prices as later_prices
        on
            later_prices.plan_id = pairs_that_overlap.later_plan_id
            and later_prices.valid_from < pairs_that_overlap.overlaps_until
            and later_prices.valid_to > pairs_that_overlap.overlaps_from
            and later_prices.valid_from < prices.valid_to
            and later_prices.valid_to > prices.valid_from
            and later_prices.currency = prices.currency
            and later_prices.meter = prices.meter
            and later_prices.resource_type is not distinct from prices.resource_type
            and later_prices.pricing_mode = prices.pricing_mode
    where
        prices.model <> 'flat'
        and later_prices.model <> 'flat'

),

offenders as (

    select
        'subscriptions_to_charges' as check_name,
        pairs_that_price_the_same.account_id,
        pairs_that_price_the_same.subscription_id || ' and ' || pairs_that_price_the_same.later_subscription_id as subject,
        'overlapping_subscriptions' as reason_code,
        null as currency,
        null::numeric as amount_minor,
        1 as record_count
    from pairs_that_price_the_same

)

select * from offenders
