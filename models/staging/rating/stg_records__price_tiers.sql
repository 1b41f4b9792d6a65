with price_tiers as (

    select * from {{ source('raw', 'price_tiers') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- The newest batch that names a price replaces all its tiers; a set is known from the build that took it until the build that took the next one.
tier_sets as (

    select
        price_tiers.price_id,
        price_tiers.batch_id,
        batches.is_new,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by price_tiers.price_id
            order by price_tiers.batch_id
        ) as known_until_build
    from price_tiers
    inner join batches on batches.batch_id = price_tiers.batch_id
    group by price_tiers.price_id, price_tiers.batch_id, batches.is_new, batches.taken_by_build_number

),

tiers_numbered as (

    select
        price_tiers.*,
        row_number() over (partition by price_tiers.record_key, price_tiers.batch_id order by price_tiers.row_number desc) as standing
    from price_tiers

),

tiers_with_what_was_known_when as (

    select
        tiers_numbered.price_id,
        tiers_numbered.batch_id,
        tiers_numbered.tier_no,
        tiers_numbered.up_to,
        tiers_numbered.unit_price,
        tiers_numbered.flat_fee,
        tier_sets.is_new,
        tier_sets.known_from_build,
        tier_sets.known_until_build
    from tier_sets
    inner join tiers_numbered
        on
            tiers_numbered.price_id = tier_sets.price_id
            and tiers_numbered.batch_id = tier_sets.batch_id
    where tiers_numbered.standing = 1

)

select *
from tiers_with_what_was_known_when
where tiers_with_what_was_known_when.known_from_build < tiers_with_what_was_known_when.known_until_build
