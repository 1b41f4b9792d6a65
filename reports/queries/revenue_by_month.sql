-- Revenue billed per service month and charge, per currency, net of tax: the newest month first.
select
    monthly_revenue.revenue_month,
    monthly_revenue.currency,
    monthly_revenue.line_type,
    monthly_revenue.meter,
    count(distinct monthly_revenue.account_id) as account_count,
    sum(monthly_revenue.revenue_minor) as revenue_minor
from analytics.monthly_revenue
group by monthly_revenue.revenue_month, monthly_revenue.currency, monthly_revenue.line_type, monthly_revenue.meter
order by
    monthly_revenue.revenue_month desc,
    monthly_revenue.currency collate "C",
    revenue_minor desc,
    monthly_revenue.line_type collate "C",
    monthly_revenue.meter collate "C"
