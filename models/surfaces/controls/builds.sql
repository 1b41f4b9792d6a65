-- Every build with how it ended, what it published and the seals of what it added: the evidence of a release.

with builds as (

    select * from {{ source('control', 'builds') }}

),

build_outcomes as (

    select * from {{ source('control', 'build_outcomes') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

seal_heads as (

    select * from {{ source('control', 'seal_heads') }}

),

seals_gathered as (

    select
        seals.build_number,
        max(seals.seal_version) as seal_version,
        jsonb_object_agg(
            seals.table_name, jsonb_build_object('row_count', seals.row_count, 'rows_hash', encode(seals.rows_hash, 'hex'))
        ) as seals
    from {{ source('control', 'seals') }} as seals
    group by seals.build_number

),

batches_counted as (

    select
        build_batches.build_number,
        count(*) as batch_count
    from {{ source('control', 'build_batches') }} as build_batches
    group by build_batches.build_number

),

builds_with_how_they_ended as (

    select
        builds.build_number,
        builds.kind,
        coalesce(build_outcomes.status, 'open') as status,
        build_outcomes.reason,
        builds.code_hash,
        builds.seed_hash,
        encode(seal_heads.previous_head, 'hex') as previous_seal_head,
        encode(seal_heads.head, 'hex') as seal_head,
        seals_gathered.seal_version,
        seals_gathered.seals,
        coalesce(batches_counted.batch_count, 0) as batch_count,
        publications.rows_posted,
        builds.as_of,
        builds.started_at,
        build_outcomes.ended_at,
        publications.published_at
    from builds
    left join build_outcomes on build_outcomes.build_number = builds.build_number
    left join publications on publications.build_number = builds.build_number
    left join seal_heads on seal_heads.build_number = builds.build_number
    left join seals_gathered on seals_gathered.build_number = builds.build_number
    left join batches_counted on batches_counted.build_number = builds.build_number
    where {{ reader_may_see('null') }}

)

select * from builds_with_how_they_ended
