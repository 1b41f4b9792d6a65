-- Every stage with its numbers; times as seconds since 1970, which is what the gauges hold.
select
    pipeline_health.stage,
    pipeline_health.backlog_count as backlog,
    pipeline_health.lag_seconds,
    extract(epoch from pipeline_health.last_success_at) as last_success_timestamp_seconds,
    extract(epoch from pipeline_health.latest_data_at) as latest_data_timestamp_seconds,
    extract(epoch from pipeline_health.oldest_unprocessed_at) as oldest_unprocessed_timestamp_seconds
from operations.pipeline_health
order by pipeline_health.stage_number
