{{ config(materialized='ephemeral') }}

-- A version is known from the build that took it until the build that took the next one.

with contacts as (

    select * from {{ source('raw', 'contacts') }}

),

build_batches as (

    select * from {{ source('control', 'build_batches') }}

),

versions_with_what_was_known_when as (

    select
        contacts.*,
        build_batches.build_number as known_from_build,
        lead(build_batches.build_number, 1, 9223372036854775807) over (
            partition by contacts.record_key
            order by contacts.batch_id, contacts.row_number
        ) as known_until_build
    from contacts
    inner join build_batches on build_batches.batch_id = contacts.batch_id

)

select * from versions_with_what_was_known_when
where versions_with_what_was_known_when.known_from_build < versions_with_what_was_known_when.known_until_build
