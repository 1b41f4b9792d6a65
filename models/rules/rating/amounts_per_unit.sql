{{ config(materialized='view') }}

-- f(quantity) = quantity x unit price. Prices are brought into base units, quantities never into priced ones; the product is exact,
-- the one division keeps 30 decimals, and f is rounded once, to 12 decimals of the minor unit.

with charge_positions as (

    select * from {{ ref('charge_positions') }}

),

meters as (

    select * from {{ ref('meters') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

amounts as (

    select
        charge_positions.rated_line_id,
        round(
            (charge_positions.quantity_before * charge_positions.unit_price * power(10::numeric, currencies.minor_unit_exponent))::numeric(1000, 30)
            / (charge_positions.per_units * meters.base_per_priced_unit),
            12
        ) as amount_before,
        round(
            (charge_positions.quantity_after * charge_positions.unit_price * power(10::numeric, currencies.minor_unit_exponent))::numeric(1000, 30)
            / (charge_positions.per_units * meters.base_per_priced_unit),
            12
        ) as amount_after
    from charge_positions
    inner join meters on meters.meter = charge_positions.meter
    inner join currencies on currencies.currency_code = charge_positions.currency
    where charge_positions.pricing_model = 'per_unit'

)

select * from amounts
