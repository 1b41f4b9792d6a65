-- The usage records that were asked for, whatever became of them.
select
    usage.usage_record_id,
    usage.source,
    usage.event_id,
    usage.event_kind,
    usage.batch_id,
    usage.account_id,
    usage.meter,
    usage.resource_id,
    usage.resource_type,
    usage.quantity,
    usage.unit,
    usage.state,
    usage.reason,
    usage.started_at,
    usage.ended_at,
    usage.correlation_id,
    count(*) over () as total_count
from billing.usage
where usage.usage_record_id = any(%(records)s::uuid[])
order by usage.started_at, usage.source collate "C", usage.event_id collate "C"
limit %(cap)s
