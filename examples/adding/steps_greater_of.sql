{{ config(materialized='ephemeral') }}

-- f(q) = the greater of the flat fee and q x unit price, as soon as anything is used: the fee covers the units it would pay for.

with price_terms as (

    select *
    from {{ ref('price_terms') }}
    where pricing_model = 'greater_of'

),

units_covered_by_the_fee as (

    select
        price_terms.*,
        case
            when price_terms.unit_price_minor = 0 then 'Infinity'::numeric
            else trim_scale(price_terms.flat_fee_minor * price_terms.priced_quantity / price_terms.unit_price_minor)
        end as covered_quantity
    from price_terms

),

steps as (

    select
        units_covered_by_the_fee.terms_id,
        1 as step_number,
        0::numeric as step_start,
        units_covered_by_the_fee.covered_quantity as step_end,
        units_covered_by_the_fee.flat_fee_minor * units_covered_by_the_fee.priced_quantity as dividend_at_start,
        0::numeric as unit_price_minor,
        units_covered_by_the_fee.priced_quantity as divisor
    from units_covered_by_the_fee
    where units_covered_by_the_fee.covered_quantity > 0

    union all

    -- From where it starts the dividend is the usage itself, so that a quotient that was cut moves no amount.
    select
        units_covered_by_the_fee.terms_id,
        case when units_covered_by_the_fee.covered_quantity > 0 then 2 else 1 end as step_number,
        units_covered_by_the_fee.covered_quantity as step_start,
        'Infinity'::numeric as step_end,
        units_covered_by_the_fee.covered_quantity * units_covered_by_the_fee.unit_price_minor as dividend_at_start,
        units_covered_by_the_fee.unit_price_minor,
        units_covered_by_the_fee.priced_quantity as divisor
    from units_covered_by_the_fee
    where units_covered_by_the_fee.covered_quantity < 'Infinity'::numeric

)

select * from steps
