select
    unbilled_usage.reason,
    count(*) as records
from operations.unbilled_usage as unbilled_usage
group by unbilled_usage.reason
order by count(*) desc, unbilled_usage.reason
