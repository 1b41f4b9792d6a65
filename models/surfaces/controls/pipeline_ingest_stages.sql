-- Ingest, by kind: what landed last, and what is in quarantine.

with open_rejections as (

    select
        rejected_records.batch_id,
        count(*) as record_count
    from {{ source('raw', 'rejected_records') }} as rejected_records
    left join {{ source('raw', 'redrives') }} as redrives on redrives.rejected_id = rejected_records.rejected_id
    where redrives.rejected_id is null
    group by rejected_records.batch_id

),

newest_usage as (

    select max(usage_events.occurred_at) as occurred_at
    from {{ source('raw', 'usage_events') }} as usage_events
    where usage_events.batch_id = (
        select max(ingest_batches.batch_id) from {{ source('raw', 'ingest_batches') }} as ingest_batches
        where ingest_batches.kind = 'usage' and ingest_batches.landed_count > 0
    )

),

newest_stripe_event as (

    select max(stripe_events.created_at) as created_at from {{ source('raw', 'stripe_events') }} as stripe_events

),

ingest_stages as (

    select
        kinds.stage_number,
        'ingest_' || kinds.kind as stage,
        max(ingest_batches.received_at) as last_success_at,
        case kinds.kind
            when 'usage' then (select newest_usage.occurred_at from newest_usage)
            when 'stripe' then (select newest_stripe_event.created_at from newest_stripe_event)
            else max(ingest_batches.received_at)
        end as latest_data_at,
        coalesce(sum(open_rejections.record_count), 0) as backlog_count,
        min(ingest_batches.received_at) filter (where open_rejections.record_count > 0) as oldest_unprocessed_at
    from (values (1, 'usage'), (2, 'records'), (3, 'stripe')) as kinds (stage_number, kind)
    left join {{ source('raw', 'ingest_batches') }} as ingest_batches on ingest_batches.kind = kinds.kind
    left join open_rejections on open_rejections.batch_id = ingest_batches.batch_id
    group by kinds.stage_number, kinds.kind

)

select * from ingest_stages
