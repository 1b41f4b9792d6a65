{{ config(materialized='ephemeral') }}

-- Only the versions that the build knew which closed the period; an open period knows them all.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

prices_matched as (

    select
        priced_dimensions.dimension_id,
        priced_dimensions.usage_account_id,
        priced_dimensions.account_id as billed_account_id,
        priced_dimensions.side,
        priced_dimensions.known_by_build_number,
        price_terms.terms_id,
        price_terms.price_id,
        price_terms.plan_id,
        price_terms.account_id,
        price_terms.resource_type as price_resource_type,
        price_terms.pricing_model,
        price_terms.resource_type is not null as is_exact_type,
        price_terms.is_complete,
        price_terms.is_candidate,
        greatest(price_terms.valid_from, priced_dimensions.period_start) as applies_from,
        least(price_terms.valid_to, priced_dimensions.period_end) as applies_until
    from priced_dimensions
    inner join price_terms
        on
            price_terms.meter = priced_dimensions.meter
            and price_terms.pricing_mode = priced_dimensions.pricing_mode
            and price_terms.currency = priced_dimensions.currency
            and (price_terms.resource_type is null or price_terms.resource_type = priced_dimensions.resource_type)
            and price_terms.valid_from < priced_dimensions.period_end
            and price_terms.valid_to > priced_dimensions.period_start
            and price_terms.known_from_build <= priced_dimensions.known_by_build_number
            and price_terms.known_until_build > priced_dimensions.known_by_build_number

)

select * from prices_matched
