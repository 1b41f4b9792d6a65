-- Posted usage by UTC day and meter, per currency, before it is rounded to minor units.
select
    daily_usage.currency,
    daily_usage.usage_date,
    daily_usage.meter,
    sum(daily_usage.amount_exact) as amount_exact_minor
from analytics.daily_usage
where daily_usage.is_posted
group by daily_usage.currency, daily_usage.usage_date, daily_usage.meter
having sum(daily_usage.amount_exact) <> 0
order by daily_usage.currency collate "C", daily_usage.usage_date, daily_usage.meter collate "C"
