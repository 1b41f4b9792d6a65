-- Rated usage by posting group. Ids of prices and lines are left out: they say how, not how much.
select
    rated_usage.account_id,
    rated_usage.usage_account_id,
    rated_usage.side,
    rated_usage.is_posted,
    rated_usage.meter,
    rated_usage.price_source,
    rated_usage.pricing_mode,
    rated_usage.currency,
    rated_usage.period_start,
    rated_usage.period_end,
    min(rated_usage.resource_type) as first_resource_type,
    count(distinct rated_usage.resource_type) as resource_type_count,
    rated_usage.unit,
    count(*) as line_count,
    sum(rated_usage.quantity) as quantity,
    sum(rated_usage.amount_exact) as amount_exact
from billing.rated_usage
group by
    rated_usage.account_id,
    rated_usage.usage_account_id,
    rated_usage.side,
    rated_usage.is_posted,
    rated_usage.meter,
    rated_usage.price_source,
    rated_usage.pricing_mode,
    rated_usage.currency,
    rated_usage.period_start,
    rated_usage.period_end,
    rated_usage.unit,
    rated_usage.charge
order by
    rated_usage.account_id collate "C",
    rated_usage.usage_account_id collate "C",
    rated_usage.side collate "C",
    rated_usage.meter collate "C",
    rated_usage.price_source collate "C",
    rated_usage.pricing_mode collate "C",
    rated_usage.period_start,
    min(rated_usage.resource_type) collate "C",
    sum(rated_usage.quantity)
