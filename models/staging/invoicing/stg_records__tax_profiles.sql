{{ config(materialized='ephemeral') }}

with tax_profiles as (

    select * from {{ source('raw', 'tax_profiles') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- A version is known from the build that took it until the build that took the next one.
versions_with_what_was_known_when as (

    select
        tax_profiles.*,
        batches.is_new,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by tax_profiles.record_key
            order by tax_profiles.batch_id, tax_profiles.row_number
        ) as known_until_build
    from tax_profiles
    inner join batches on batches.batch_id = tax_profiles.batch_id

)

select *
from versions_with_what_was_known_when
where versions_with_what_was_known_when.known_from_build < versions_with_what_was_known_when.known_until_build
