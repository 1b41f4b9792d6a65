-- The Alibaba GPU cluster trace of 2023: one span of GPUs per pod, from when it was scheduled to when it was deleted.
-- Pods that were never scheduled, or hold no GPU, used nothing. Times are whole seconds from the start of the trace.
-- param account_id: the account that used it
-- param resource_type (optional): what kind of GPU is priced, such as H100
-- param start = 2024-01-01T00:00:00Z: the moment of second 0
-- param source = alibaba_gpu_v2023: who measured
with pods as (
    select
        name,
        num_gpu,
        gpu_milli,
        scheduled_time,
        deletion_time,
        -- Thousandths of a GPU, exact; null where the trace does not say a whole number.
        try_cast(num_gpu as bigint) * try_cast(gpu_milli as bigint) as gpu_thousandths,
        try_cast(scheduled_time as bigint) as scheduled_second,
        try_cast(deletion_time as bigint) as deleted_second,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',')
    where coalesce(scheduled_time, '') <> ''
)
select
    null as event_id,
    getvariable('source') as source,
    'span' as event_kind,
    'gpu_hour' as meter,
    getvariable('account_id') as account_id,
    name as resource_id,
    getvariable('resource_type') as resource_type,
    case
        when gpu_thousandths < 0 then gpu_thousandths::varchar
        when gpu_thousandths is not null then
            rtrim(rtrim(concat(gpu_thousandths // 1000, '.', lpad((gpu_thousandths % 1000)::varchar, 3, '0')), '0'), '.')
        -- What is no number is passed on, to be rejected with its reason.
        else concat(num_gpu, ' x ', gpu_milli, ' / 1000')
    end as quantity,
    coalesce(strftime(getvariable('start')::timestamptz + to_seconds(scheduled_second), '%Y-%m-%dT%H:%M:%SZ'), scheduled_time) as occurred_at,
    coalesce(strftime(getvariable('start')::timestamptz + to_seconds(deleted_second), '%Y-%m-%dT%H:%M:%SZ'), deletion_time) as ended_at,
from pods
where gpu_thousandths is null or gpu_thousandths <> 0
