{{ config(materialized='ephemeral') }}

-- f(q) = packages x price of a package: the chargeable quantity comes in whole packages already.

with price_terms as (

    select * from {{ ref('price_terms') }}

),

steps as (

    select
        price_terms.terms_id,
        1 as step_number,
        0::numeric as step_start,
        'Infinity'::numeric as step_end,
        price_terms.flat_fee_minor * price_terms.package_quantity as dividend_at_start,
        price_terms.unit_price_minor,
        price_terms.package_quantity as divisor
    from price_terms
    where price_terms.pricing_model = 'package'

)

select * from steps
