select
    unbilled_usage.state,
    unbilled_usage.reason,
    unbilled_usage.account_id,
    unbilled_usage.meter,
    unbilled_usage.resource_type,
    count(*) as record_count,
    sum(unbilled_usage.quantity) as quantity
from operations.unbilled_usage
group by unbilled_usage.state, unbilled_usage.reason, unbilled_usage.account_id, unbilled_usage.meter, unbilled_usage.resource_type
order by
    unbilled_usage.state collate "C",
    unbilled_usage.reason collate "C",
    unbilled_usage.account_id collate "C",
    unbilled_usage.meter collate "C",
    unbilled_usage.resource_type collate "C"
