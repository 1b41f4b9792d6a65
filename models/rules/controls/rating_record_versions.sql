{{ config(materialized='ephemeral') }}

-- Versions of the records that usage is rated by, each as the one text that tells it from the next: what no amount hangs on is left out.
-- Fees beside usage are no part of it.

with accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where model <> 'flat'

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

tier_sets as (

    select
        price_tiers.price_id,
        price_tiers.known_from_build,
        price_tiers.known_until_build,
        string_agg(
            concat_ws(
                ' ', price_tiers.tier_no, coalesce(trim_scale(price_tiers.up_to)::text, '-'),
                trim_scale(coalesce(price_tiers.unit_price, 0)), trim_scale(coalesce(price_tiers.flat_fee, 0))
            ), ', ' order by price_tiers.tier_no
        ) as content
    from price_tiers
    group by price_tiers.price_id, price_tiers.known_from_build, price_tiers.known_until_build

),

versions_united as (

    select
        'accounts' as record_kind, accounts.account_id as record_name,
        accounts.account_id, null::text as plan_id, null::text as meter, null::text as currency,
        jsonb_build_array(
            accounts.reseller_account_id, accounts.credit_risk_owner, accounts.retail_plan_id, accounts.wholesale_plan_id
        )::text as content,
        accounts.known_from_build, accounts.known_until_build,
        '1990-01-01Z'::timestamptz as valid_from, '9999-12-31Z'::timestamptz as valid_to
    from accounts

    union all

    select
        'subscriptions' as record_kind, subscriptions.subscription_id as record_name,
        subscriptions.account_id, null as plan_id, null as meter, null as currency,
        subscriptions.plan_id as content,
        subscriptions.known_from_build, subscriptions.known_until_build,
        subscriptions.starts_at as valid_from, subscriptions.ends_at as valid_to
    from subscriptions

    union all

    select
        'prices' as record_kind, prices.price_id as record_name,
        prices.account_id, prices.plan_id, prices.meter, prices.currency,
        jsonb_build_array(
            prices.account_id, prices.plan_id, prices.meter, prices.resource_type, prices.pricing_mode, prices.model,
            trim_scale(prices.unit_price), prices.per_units, trim_scale(prices.free_units), trim_scale(prices.package_size),
            prices.package_rounding, trim_scale(prices.flat_fee), trim_scale(prices.maximum_amount), trim_scale(prices.event_fee),
            trim_scale(prices.event_minimum), trim_scale(prices.event_maximum), trim_scale(prices.quantity_multiple),
            prices.quantity_rounding, prices.rounding
        )::text as content,
        prices.known_from_build, prices.known_until_build,
        prices.valid_from, prices.valid_to
    from prices

    union all

    -- Tiers hold wherever their price does.
    select
        'price_tiers' as record_kind, tier_sets.price_id as record_name,
        prices.account_id, prices.plan_id, prices.meter, prices.currency,
        tier_sets.content,
        tier_sets.known_from_build, tier_sets.known_until_build,
        prices.valid_from, prices.valid_to
    from tier_sets
    inner join prices
        on
            prices.price_id = tier_sets.price_id
            and prices.known_until_build = 9223372036854775807

)

select * from versions_united
