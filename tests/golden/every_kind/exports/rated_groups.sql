-- Rated usage and charges by posting group.
select
    rated_usage.account_id,
    rated_usage.usage_account_id,
    rated_usage.side,
    rated_usage.is_posted,
    rated_usage.line_type,
    rated_usage.meter,
    min(rated_usage.resource_type) as resource_type,
    rated_usage.pricing_mode,
    rated_usage.price_source,
    rated_usage.pricing_model,
    rated_usage.currency,
    trim_scale(sum(rated_usage.quantity))::text as quantity,
    rated_usage.unit,
    trim_scale(sum(rated_usage.amount_exact))::text as amount_exact
from billing.rated_usage
group by
    rated_usage.posting_group_id, rated_usage.account_id, rated_usage.usage_account_id, rated_usage.side, rated_usage.is_posted,
    rated_usage.line_type, rated_usage.meter, rated_usage.pricing_mode, rated_usage.price_source, rated_usage.pricing_model,
    rated_usage.currency, rated_usage.unit
