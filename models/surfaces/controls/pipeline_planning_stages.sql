-- Builds and rating: batches that no finished build has seen, usage that waits.

with publications as (

    select
        max(publications.published_at) as published_at,
        max(publications.as_of) as as_of,
        max(publications.published_at) filter (where publications.rows_posted > 0) as posted_at,
        max(publications.as_of) filter (where publications.rows_posted > 0) as posted_as_of
    from {{ source('control', 'publications') }} as publications

),

-- The same usage may wait on both sides: it is one backlog.
windows_unrated as (

    select
        unrated_usage.account_id,
        unrated_usage.meter,
        unrated_usage.resource_id,
        unrated_usage.resource_type,
        unrated_usage.pricing_mode,
        max(unrated_usage.record_count) as record_count,
        unrated_usage.window_start
    from {{ source('current', 'unrated_usage') }} as unrated_usage
    group by
        unrated_usage.account_id,
        unrated_usage.meter,
        unrated_usage.resource_id,
        unrated_usage.resource_type,
        unrated_usage.pricing_mode,
        unrated_usage.window_start,
        unrated_usage.window_end

),

-- What waits of something held is a record, though it counts in the window in which it began.
resources_unrated as (

    select
        greatest(sum(windows_unrated.record_count), 1) as record_count,
        min(windows_unrated.window_start) as used_at
    from windows_unrated
    group by
        windows_unrated.account_id,
        windows_unrated.meter,
        windows_unrated.resource_id,
        windows_unrated.resource_type,
        windows_unrated.pricing_mode

),

-- An event that waits for something of its own, such as its original or its start, is in no window.
events_waiting as (

    select
        1 as record_count,
        usage_events.occurred_at as used_at
    from {{ source('current', 'usage_exceptions') }} as usage_exceptions
    inner join {{ source('raw', 'usage_events') }} as usage_events on usage_events.event_key = usage_exceptions.event_key
    where usage_exceptions.state = 'waiting'

),

usage_waiting as (

    select resources_unrated.record_count, resources_unrated.used_at
    from resources_unrated

    union all

    select events_waiting.record_count, events_waiting.used_at
    from events_waiting

),

build_stage as (

    select
        4 as stage_number,
        'build' as stage,
        max(publications.published_at) as last_success_at,
        max(publications.as_of) as latest_data_at,
        count(ingest_batches.batch_id) as backlog_count,
        min(ingest_batches.received_at) as oldest_unprocessed_at
    from publications
    left join (
        select batches_landed.*
        from {{ source('raw', 'ingest_batches') }} as batches_landed
        left join {{ ref('batches_taken') }} as batches_taken on batches_taken.batch_id = batches_landed.batch_id
        where batches_taken.batch_id is null
    ) as ingest_batches on true

),

rating_stage as (

    select
        5 as stage_number,
        'rating' as stage,
        max(publications.published_at) as last_success_at,
        max(publications.as_of) as latest_data_at,
        coalesce(sum(usage_waiting.record_count), 0) as backlog_count,
        min(usage_waiting.used_at) as oldest_unprocessed_at
    from publications
    left join usage_waiting on true

),

stages_united as (

    select * from build_stage
    union all
    select * from rating_stage

)

select * from stages_united
