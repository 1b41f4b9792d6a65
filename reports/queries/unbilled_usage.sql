-- Usage that is neither billed nor free, gathered by what it waits for.
select
    unbilled_usage.account_id,
    unbilled_usage.meter,
    unbilled_usage.resource_type,
    unbilled_usage.state,
    unbilled_usage.reason,
    unbilled_usage.remedy,
    count(*) as record_count,
    sum(unbilled_usage.quantity) as quantity,
    unbilled_usage.unit,
    min(unbilled_usage.started_at) as oldest_at
from operations.unbilled_usage
group by
    unbilled_usage.account_id,
    unbilled_usage.meter,
    unbilled_usage.resource_type,
    unbilled_usage.state,
    unbilled_usage.reason,
    unbilled_usage.remedy,
    unbilled_usage.unit
order by
    unbilled_usage.state collate "C" desc,
    unbilled_usage.reason collate "C",
    unbilled_usage.account_id collate "C",
    unbilled_usage.meter collate "C",
    unbilled_usage.resource_type collate "C"
