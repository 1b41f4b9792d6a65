with price_terms as (

    select * from {{ ref('price_terms') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

terms_joined_to_their_record as (

    select
        price_terms.terms_id,
        price_terms.price_id,
        price_terms.pricing_model,
        prices.batch_id as price_batch_id,
        prices.row_number as price_row_number,
        price_terms.tier_batch_id,
        price_terms.quantity_rounding,
        price_terms.package_rounding,
        price_terms.rounding,
        price_terms.unit_price_minor,
        price_terms.priced_quantity,
        price_terms.free_quantity,
        price_terms.quantity_multiple,
        price_terms.package_quantity,
        price_terms.flat_fee_minor,
        price_terms.maximum_minor,
        price_terms.known_from_build,
        price_terms.known_until_build,
        price_terms.valid_from,
        price_terms.valid_to,
        price_terms.event_fee_minor,
        price_terms.event_minimum_minor,
        price_terms.event_maximum_minor
    from price_terms
    left join prices
        on
            prices.price_id = price_terms.price_id
            and prices.known_from_build <= price_terms.known_from_build
            and prices.known_until_build > price_terms.known_from_build

)

select * from terms_joined_to_their_record
