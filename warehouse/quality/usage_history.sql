-- What is usual of usage: one row over the earlier deliveries.
with events as (
    select
        usage_events.meter,
        usage_events.quantity,
        usage_events.project_id,
        usage_events.resource_id,
        usage_events.resource_type,
        usage_events.region,
        ingest_batches.received_at - usage_events.occurred_at > interval '48 hours' as is_late
    from raw.usage_events
    inner join raw.ingest_batches on ingest_batches.batch_id = usage_events.batch_id
    where usage_events.batch_id = any(%(batch_ids)s)
),

medians as (
    select
        events.meter,
        percentile_disc(0.5) within group (order by events.quantity) as quantity
    from events
    inner join reference.meters on meters.meter = events.meter
    where events.quantity > 0
    group by events.meter
)

select
    count(*) as row_count,
    coalesce(round(count(*) filter (where events.is_late)::numeric / nullif(count(*), 0), 4), 0) as late_share,
    coalesce(round(count(events.project_id)::numeric / nullif(count(*), 0), 4), 0) as project_id_share,
    coalesce(round(count(events.resource_id)::numeric / nullif(count(*), 0), 4), 0) as resource_id_share,
    coalesce(round(count(events.region)::numeric / nullif(count(*), 0), 4), 0) as region_share,
    coalesce(array_agg(distinct events.resource_type) filter (where events.resource_type is not null), '{}') as resource_types,
    coalesce((select jsonb_object_agg(medians.meter, medians.quantity::text) from medians), '{}') as median_quantities,
    (select array_agg(meters.meter order by meters.meter collate "C") from reference.meters) as meters
from events
