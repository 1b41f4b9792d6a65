{{ config(materialized='view') }}

-- Price rows that may ask for a minimum or for their first tier's fee, and whether they ask without usage, too.

with charge_scope as (

    select * from {{ ref('charge_scope') }}
    where is_ended

),

plans_in_scope as (

    select * from {{ ref('plans_in_scope') }}
    where is_ended

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

scopes_of_prices as (

    select
        plans_in_scope.account_id,
        plans_in_scope.usage_account_id,
        plans_in_scope.side,
        'plan' as price_source,
        plans_in_scope.plan_id as price_scope,
        plans_in_scope.currency,
        plans_in_scope.is_posted,
        plans_in_scope.is_subscribed as is_due_without_usage,
        plans_in_scope.known_by_build_number,
        plans_in_scope.used_until,
        plans_in_scope.period_start,
        plans_in_scope.period_end,
        plans_in_scope.booking_period_start
    from plans_in_scope

    union all

    select
        charge_scope.account_id,
        charge_scope.usage_account_id,
        charge_scope.side,
        sources.price_source,
        case sources.price_source when 'contract' then charge_scope.account_id end as price_scope,
        charge_scope.currency,
        charge_scope.is_posted,
        charge_scope.is_own and sources.price_source = 'contract' as is_due_without_usage,
        charge_scope.known_by_build_number,
        charge_scope.period_end as used_until,
        charge_scope.period_start,
        charge_scope.period_end,
        charge_scope.booking_period_start
    from charge_scope
    cross join (values ('contract'), ('catalogue')) as sources (price_source)

),

candidates as (

    select
        scopes_of_prices.*,
        prices.price_id,
        prices.meter,
        prices.resource_type,
        prices.pricing_mode,
        prices.minimum_amount,
        case when prices.model in ('graduated', 'volume') then price_tiers.flat_fee end as first_fee,
        prices.rounding,
        prices.zero_usage_fee,
        prices.valid_from,
        least(prices.valid_to, scopes_of_prices.used_until) as applies_until
    from scopes_of_prices
    inner join prices
        on
            prices.plan_id is not distinct from case scopes_of_prices.price_source when 'plan' then scopes_of_prices.price_scope end
            and prices.account_id is not distinct from case scopes_of_prices.price_source when 'contract' then scopes_of_prices.price_scope end
            and prices.currency = scopes_of_prices.currency
            and prices.valid_from < scopes_of_prices.used_until
            and prices.valid_to > scopes_of_prices.period_start
            and prices.valid_from < prices.valid_to
            and prices.known_from_build <= scopes_of_prices.known_by_build_number
            and prices.known_until_build > scopes_of_prices.known_by_build_number
    left join price_tiers
        on
            price_tiers.price_id = prices.price_id
            and price_tiers.tier_no = 1
            and price_tiers.known_from_build <= scopes_of_prices.known_by_build_number
            and price_tiers.known_until_build > scopes_of_prices.known_by_build_number
    where prices.model <> 'flat'

)

select * from candidates
