-- Builds, and whether they ran the code and the reference data of this one.

with builds as (

    select * from {{ source('control', 'builds') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

builds_compared_to_this_one as (

    select
        builds.build_number,
        (builds.code_hash, builds.seed_hash) = (this_build.code_hash, this_build.seed_hash) as is_of_this_code
    from build
    inner join builds as this_build on this_build.build_number = build.build_number
    cross join builds

)

select * from builds_compared_to_this_one
