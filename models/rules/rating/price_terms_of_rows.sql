{{ config(materialized='ephemeral') }}

-- Price rows in the terms of the rating: money in minor units, quantities in base units. Prices are brought into base units,
-- quantities never into priced ones.

with price_rows as (

    select * from {{ ref('price_rows_with_their_tiers') }}

),

meters as (

    select * from {{ ref('meters') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

price_rows_in_base_units as (

    select
        {{ book_id(["'price'", "price_rows.record_key", "price_rows.batch_id", "price_rows.row_number", "price_rows.tier_batch_id"]) }} as terms_id,
        price_rows.price_id,
        price_rows.plan_id,
        price_rows.account_id,
        price_rows.meter,
        price_rows.resource_type,
        price_rows.pricing_mode,
        null::text as pricing_snapshot,
        price_rows.currency,
        price_rows.model as pricing_model,
        price_rows.quantity_rounding,
        price_rows.package_rounding,
        price_rows.rounding,
        price_rows.tier_batch_id,
        price_rows.unit_price * round(power(10::numeric, currencies.minor_unit_exponent)) as unit_price_minor,
        round(power(10::numeric, currencies.minor_unit_exponent)) as minor_units,
        meters.base_per_priced_unit::numeric as base_per_priced_unit,
        price_rows.per_units::numeric * meters.base_per_priced_unit as priced_quantity,
        price_rows.free_units * meters.base_per_priced_unit as free_quantity,
        price_rows.quantity_multiple * meters.base_per_priced_unit as quantity_multiple,
        case when price_rows.model = 'package' then price_rows.package_size * meters.base_per_priced_unit end as package_quantity,
        coalesce(price_rows.flat_fee, 0) * round(power(10::numeric, currencies.minor_unit_exponent)) as flat_fee_minor,
        round(price_rows.maximum_amount * round(power(10::numeric, currencies.minor_unit_exponent)), 12) as maximum_minor,
        price_rows.event_fee * round(power(10::numeric, currencies.minor_unit_exponent)) as event_fee_minor,
        price_rows.event_minimum * round(power(10::numeric, currencies.minor_unit_exponent)) as event_minimum_minor,
        price_rows.event_maximum * round(power(10::numeric, currencies.minor_unit_exponent)) as event_maximum_minor,
        price_rows.terms_known_from_build as known_from_build,
        price_rows.terms_known_until_build as known_until_build,
        price_rows.is_complete,
        price_rows.is_candidate,
        price_rows.valid_from,
        price_rows.valid_to
    from price_rows
    inner join meters on meters.meter = price_rows.meter
    inner join currencies on currencies.currency_code = price_rows.currency
    where price_rows.model <> 'flat'

)

select * from price_rows_in_base_units
