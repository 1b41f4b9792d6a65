with price_tiers as not materialized (

    select * from {{ source('raw', 'price_tiers') }}

),

shadow_price_tiers as (

    select * from {{ source('control', 'shadow_price_tiers') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- Only a shadow build has any: their batch is the number of that build, below zero.
candidates as (

    select shadow_price_tiers.*
    from shadow_price_tiers
    inner join build on build.build_number = -shadow_price_tiers.batch_id

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

),

-- Candidate tiers stand for every set of their price, in closed periods too.
tiers_and_candidates as (

    select *
    from tiers_with_what_was_known_when
    where tiers_with_what_was_known_when.price_id not in (select candidates.price_id from candidates)

    union all

    select
        candidates.price_id,
        candidates.batch_id,
        candidates.tier_no,
        candidates.up_to,
        candidates.unit_price,
        candidates.flat_fee,
        false as is_new,
        0 as known_from_build,
        9223372036854775807 as known_until_build
    from candidates

)

select *
from tiers_and_candidates
where tiers_and_candidates.known_from_build < tiers_and_candidates.known_until_build
