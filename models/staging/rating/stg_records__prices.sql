with prices as (

    select * from {{ source('raw', 'prices') }}

),

shadow_prices as (

    select * from {{ source('control', 'shadow_prices') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- Only a shadow build has any: their batch is the number of that build, below zero.
candidates as (

    select shadow_prices.*
    from shadow_prices
    inner join build on build.build_number = -shadow_prices.batch_id

),

-- A version is known from the build that took it until the build that took the next one.
versions_with_what_was_known_when as (

    select
        prices.*,
        batches.is_new,
        false as is_candidate,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by prices.record_key
            order by prices.batch_id, prices.row_number
        ) as known_until_build
    from prices
    inner join batches on batches.batch_id = prices.batch_id

),

-- A candidate stands for every version of its price, in closed periods too.
versions_and_candidates as (

    select versions_with_what_was_known_when.*
    from versions_with_what_was_known_when
    where versions_with_what_was_known_when.record_key not in (select candidates.record_key from candidates)

    union all

    select
        candidates.*,
        false as is_new,
        true as is_candidate,
        0 as known_from_build,
        9223372036854775807 as known_until_build
    from candidates

)

select *
from versions_and_candidates
where versions_and_candidates.known_from_build < versions_and_candidates.known_until_build
