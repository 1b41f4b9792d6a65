{{ config(materialized='ephemeral') }}

-- Each version of a price with the set of tiers that it had while it was known. Where a tiered price has no tiers yet, or its last tier
-- has an end, nobody could say what lies beyond: it is not complete.

with prices as (

    select * from {{ ref('stg_records__prices') }}

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

tier_sets as (

    select
        price_tiers.price_id,
        price_tiers.batch_id as tier_batch_id,
        bool_or(price_tiers.up_to is null) as has_no_end,
        price_tiers.known_from_build,
        price_tiers.known_until_build
    from price_tiers
    group by price_tiers.price_id, price_tiers.batch_id, price_tiers.known_from_build, price_tiers.known_until_build

),

-- Before its first set of tiers a price has none.
tier_sets_and_none as (

    select * from tier_sets

    union all

    select
        tier_sets.price_id,
        null as tier_batch_id,
        false as has_no_end,
        0 as known_from_build,
        min(tier_sets.known_from_build) as known_until_build
    from tier_sets
    group by tier_sets.price_id

),

prices_joined_to_tier_sets as (

    select
        prices.*,
        tier_sets_and_none.tier_batch_id,
        prices.model not in ('graduated', 'volume', 'graduated_percentage') or coalesce(tier_sets_and_none.has_no_end, false) as is_complete,
        greatest(prices.known_from_build, coalesce(tier_sets_and_none.known_from_build, 0)) as terms_known_from_build,
        least(prices.known_until_build, tier_sets_and_none.known_until_build) as terms_known_until_build
    from prices
    left join tier_sets_and_none
        on
            tier_sets_and_none.price_id = prices.price_id
            and prices.model in ('graduated', 'volume', 'graduated_percentage')
            and tier_sets_and_none.known_from_build < prices.known_until_build
            and tier_sets_and_none.known_until_build > prices.known_from_build

)

select * from prices_joined_to_tier_sets
