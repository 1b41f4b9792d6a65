-- How far each stage has come, what it has in front of it, and since when. Read against the clock of whoever looks; no build depends on it.

with stages_united as (

    select * from {{ ref('pipeline_ingest_stages') }}
    union all
    select * from {{ ref('pipeline_planning_stages') }}
    union all
    select * from {{ ref('pipeline_booking_stages') }}

),

stages_with_their_lag as (

    select
        stages_united.stage,
        stages_united.stage_number,
        cast(stages_united.backlog_count as bigint) as backlog_count,
        cast(greatest(0, floor(extract(epoch from now() - stages_united.oldest_unprocessed_at))) as bigint) as lag_seconds,
        stages_united.last_success_at,
        stages_united.latest_data_at,
        stages_united.oldest_unprocessed_at
    from stages_united
    where {{ reader_may_see('null') }}

)

select * from stages_with_their_lag
