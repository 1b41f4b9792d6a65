{{ config(materialized='ephemeral') }}

-- One step without an end: f(q) = q x unit price, plus the flat fee as soon as anything is used. A percentage is a price per unit of money.

with price_terms as (

    select * from {{ ref('price_terms') }}

),

steps as (

    select
        price_terms.terms_id,
        1 as step_number,
        0::numeric as step_start,
        'Infinity'::numeric as step_end,
        price_terms.flat_fee_minor * price_terms.priced_quantity as dividend_at_start,
        price_terms.unit_price_minor,
        price_terms.priced_quantity as divisor
    from price_terms
    where price_terms.pricing_model in ('per_unit', 'percentage')

)

select * from steps
