{{ config(materialized='ephemeral') }}

-- A version is known from the build that took it until the build that took the next one.

with issuers as (

    select * from {{ source('raw', 'issuers') }}

),

build_batches as (

    select * from {{ source('control', 'build_batches') }}

),

versions_with_what_was_known_when as (

    select
        issuers.*,
        build_batches.build_number as known_from_build,
        lead(build_batches.build_number, 1, 9223372036854775807) over (
            partition by issuers.record_key
            order by issuers.batch_id, issuers.row_number
        ) as known_until_build
    from issuers
    inner join build_batches on build_batches.batch_id = issuers.batch_id

)

select * from versions_with_what_was_known_when
where versions_with_what_was_known_when.known_from_build < versions_with_what_was_known_when.known_until_build
