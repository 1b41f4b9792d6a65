with ingest_batches as (

    select * from {{ source('raw', 'ingest_batches') }}

),

build_batches as (

    select * from {{ source('control', 'build_batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- Batches of this and every earlier build, failed ones too: a failed build loses nothing.
batches_taken as (

    select
        ingest_batches.batch_id,
        build_batches.build_number as taken_by_build_number,
        ingest_batches.kind,
        ingest_batches.record_kind,
        ingest_batches.landed_count,
        build_batches.build_number > build.published_build_number as is_new
    from build
    inner join build_batches on build_batches.build_number <= build.sees_until_build
    inner join ingest_batches on ingest_batches.batch_id = build_batches.batch_id

)

select * from batches_taken
