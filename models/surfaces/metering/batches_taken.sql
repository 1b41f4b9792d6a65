-- Batches that a finished build has seen, with the first such build: what a failed build took, the next good one plans.

with build_batches as (

    select * from {{ source('control', 'build_batches') }}

),

batches_withdrawn as (

    select * from {{ source('current', 'batches_withdrawn') }}

),

batches_with_their_build as (

    select
        build_batches.batch_id,
        least(
            (
                select min(publications.build_number) from {{ source('control', 'publications') }} as publications
                where publications.build_number >= build_batches.build_number
            ),
            (
                select min(build_outcomes.build_number) from {{ source('control', 'build_outcomes') }} as build_outcomes
                where
                    build_outcomes.build_number >= build_batches.build_number
                    and build_outcomes.status in ('published', 'nothing_new')
            )
        ) as build_number
    from build_batches

),

batches_seen as (

    select
        batches_with_their_build.*,
        batches_withdrawn.batch_id is not null as is_withdrawn
    from batches_with_their_build
    left join batches_withdrawn on batches_withdrawn.batch_id = batches_with_their_build.batch_id
    where batches_with_their_build.build_number is not null

)

select * from batches_seen
