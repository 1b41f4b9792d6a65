{{ config(materialized='ephemeral') }}

-- Tiers without gaps: each begins where the one before it ends, so fractional quantities fall between no two of them.

with price_terms as (

    select * from {{ ref('price_terms') }}

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

tiers as (

    select
        price_terms.terms_id,
        price_terms.pricing_model,
        row_number() over in_their_order as step_number,
        coalesce(lag(price_tiers.up_to) over in_their_order, 0) * price_terms.base_per_priced_unit as step_start,
        coalesce(price_tiers.up_to * price_terms.base_per_priced_unit, 'Infinity'::numeric) as step_end,
        price_terms.flat_fee_minor,
        coalesce(price_tiers.flat_fee, 0) * price_terms.minor_units as tier_fee_minor,
        coalesce(price_tiers.unit_price, 0) * price_terms.minor_units as unit_price_minor,
        price_terms.priced_quantity as divisor
    from price_terms
    inner join price_tiers
        on
            price_tiers.price_id = price_terms.price_id
            and price_tiers.batch_id = price_terms.tier_batch_id
    window in_their_order as (partition by price_terms.terms_id order by price_tiers.tier_no)

)

select * from tiers
