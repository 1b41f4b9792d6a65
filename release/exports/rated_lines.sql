-- Each current rated line, posted or not.
select
    rated_usage.rated_line_id::text as key,
    rated_usage.currency,
    rated_usage.account_id,
    rated_usage.usage_account_id,
    rated_usage.side,
    rated_usage.line_type,
    rated_usage.meter,
    rated_usage.resource_type,
    rated_usage.pricing_mode,
    rated_usage.price_id,
    rated_usage.window_start,
    trim_scale(rated_usage.quantity)::text as quantity,
    trim_scale(rated_usage.amount_exact)::text as amount,
    rated_usage.is_posted
from billing.rated_usage
order by rated_usage.account_id collate "C", rated_usage.side collate "C", rated_usage.window_start, rated_usage.rated_line_id
