-- Lines of usage beside the terms that priced them, and what of the cumulative quantity is charged for at both ends of each.

with usage_lines as (

    select * from {{ ref('usage_lines_positioned') }}

),

price_terms as (

    select * from {{ source('current', 'price_terms') }}

),

lines_joined_to_terms as (

    select
        usage_lines.*,
        price_terms.terms_id,
        price_terms.price_batch_id,
        price_terms.price_row_number,
        price_terms.tier_batch_id,
        price_terms.quantity_rounding,
        price_terms.package_rounding,
        price_terms.free_quantity,
        price_terms.quantity_multiple,
        price_terms.package_quantity,
        price_terms.maximum_minor,
        price_terms.valid_from,
        price_terms.valid_to,
        {{ chargeable_quantity('usage_lines.quantity_before') }} as chargeable_before,
        {{ chargeable_quantity('usage_lines.quantity_after') }} as chargeable_after,
        price_terms.event_fee_minor,
        price_terms.event_minimum_minor,
        price_terms.event_maximum_minor
    from usage_lines
    left join price_terms
        on
            -- Snapshots are found by what they say, rows by their name and by what was known.
            coalesce(price_terms.price_id, price_terms.terms_id::text) = coalesce(
                usage_lines.price_id,
                {{ book_id(["'snapshot'", "usage_lines.meter", "usage_lines.side", "usage_lines.pricing_snapshot"]) }}::text
            )
            and price_terms.known_from_build <= usage_lines.known_by_build_number
            and price_terms.known_until_build > usage_lines.known_by_build_number

)

select * from lines_joined_to_terms
