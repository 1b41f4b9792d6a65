{{ config(materialized='ephemeral') }}

-- f(q) = the whole quantity at the price of the tier that it reaches, plus the fee of that tier. f may fall where a tier begins.

with tiers as (

    select *
    from {{ ref('tiers_in_base_units') }}
    where pricing_model = 'volume'

),

steps as (

    select
        tiers.terms_id,
        tiers.step_number,
        tiers.step_start,
        tiers.step_end,
        tiers.step_start * tiers.unit_price_minor + (tiers.flat_fee_minor + tiers.tier_fee_minor) * tiers.divisor as dividend_at_start,
        tiers.unit_price_minor,
        tiers.divisor
    from tiers

)

select * from steps
