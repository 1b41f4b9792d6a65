{{ config(materialized='ephemeral') }}

with issuers as (

    select * from {{ source('raw', 'issuers') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- A version is known from the build that took it until the build that took the next one.
versions_with_what_was_known_when as (

    select
        issuers.*,
        batches.is_new,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by issuers.record_key
            order by issuers.batch_id, issuers.row_number
        ) as known_until_build
    from issuers
    inner join batches on batches.batch_id = issuers.batch_id

)

select *
from versions_with_what_was_known_when
where versions_with_what_was_known_when.known_from_build < versions_with_what_was_known_when.known_until_build
