with credit_grants as (

    select * from {{ source('raw', 'credit_grants') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- A version is known from the build that took it until the build that took the next one.
versions_with_what_was_known_when as (

    select
        credit_grants.*,
        batches.is_new,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by credit_grants.record_key
            order by credit_grants.batch_id, credit_grants.row_number
        ) as known_until_build
    from credit_grants
    inner join batches on batches.batch_id = credit_grants.batch_id

)

select *
from versions_with_what_was_known_when
where versions_with_what_was_known_when.known_from_build < versions_with_what_was_known_when.known_until_build
