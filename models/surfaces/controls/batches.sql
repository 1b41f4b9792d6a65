-- Every file that was landed: what was in it, and the build that took it in.

with ingest_batches as (

    select * from {{ source('raw', 'ingest_batches') }}

),

build_batches as (

    select * from {{ source('control', 'build_batches') }}

),

batches_withdrawn as (

    select * from {{ source('current', 'batches_withdrawn') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

open_rejections as (

    select
        rejected_records.batch_id,
        count(*) as open_rejection_count
    from {{ source('raw', 'rejected_records') }} as rejected_records
    left join {{ source('raw', 'redrives') }} as redrives on redrives.rejected_id = rejected_records.rejected_id
    where redrives.rejected_id is null
    group by rejected_records.batch_id

),

batches_with_their_build as (

    select
        ingest_batches.batch_id,
        ingest_batches.kind,
        ingest_batches.record_kind,
        ingest_batches.adapter,
        ingest_batches.parameters,
        ingest_batches.file_name,
        ingest_batches.file_sha256,
        case
            when batches_withdrawn.batch_id is not null then 'withdrawn'
            when batches_taken.batch_id is not null then 'built'
            when build_batches.batch_id is not null then 'taken'
            else 'waiting'
        end as state,
        ingest_batches.file_bytes,
        ingest_batches.rows_in_file,
        ingest_batches.rows_read,
        ingest_batches.landed_count,
        ingest_batches.duplicate_count,
        ingest_batches.conflict_count,
        ingest_batches.rejected_count,
        coalesce(open_rejections.open_rejection_count, 0) as open_rejection_count,
        build_batches.build_number as taken_by_build,
        batches_taken.build_number as built_by_build,
        ingest_batches.received_at,
        batches_withdrawn.withdrawn_by_build,
        batches_withdrawn.reason as withdrawal_reason
    from ingest_batches
    left join build_batches on build_batches.batch_id = ingest_batches.batch_id
    left join batches_taken on batches_taken.batch_id = ingest_batches.batch_id
    left join batches_withdrawn on batches_withdrawn.batch_id = ingest_batches.batch_id
    left join open_rejections on open_rejections.batch_id = ingest_batches.batch_id
    where {{ reader_may_see('null') }}

)

select * from batches_with_their_build
