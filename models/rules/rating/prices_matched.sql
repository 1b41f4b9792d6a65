{{ config(materialized='ephemeral') }}

-- Only the versions that the build knew which closed the period; an open period knows them all.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

prices_matched as (

    select
        priced_dimensions.dimension_id,
        priced_dimensions.usage_account_id,
        priced_dimensions.account_id as billed_account_id,
        priced_dimensions.side,
        priced_dimensions.known_by_build_number,
        prices.price_id,
        prices.plan_id,
        prices.account_id,
        prices.resource_type is not null as is_exact_type,
        prices.resource_type as price_resource_type,
        prices.model as pricing_model,
        prices.unit_price,
        prices.per_units,
        greatest(prices.valid_from, priced_dimensions.period_start) as applies_from,
        least(prices.valid_to, priced_dimensions.period_end) as applies_until
    from priced_dimensions
    inner join prices
        on
            prices.meter = priced_dimensions.meter
            and prices.pricing_mode = priced_dimensions.pricing_mode
            and prices.currency = priced_dimensions.currency
            and (prices.resource_type is null or prices.resource_type = priced_dimensions.resource_type)
            and prices.valid_from < priced_dimensions.period_end
            and prices.valid_to > priced_dimensions.period_start
            and prices.known_from_build <= priced_dimensions.known_by_build_number
            and prices.known_until_build > priced_dimensions.known_by_build_number
    where prices.model <> 'flat'

)

select * from prices_matched
