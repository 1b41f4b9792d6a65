-- Rated lines by their own id or by their posting group, in charge order.
select
    rated_usage.rated_line_id,
    rated_usage.revision,
    rated_usage.line_type,
    rated_usage.account_id,
    rated_usage.usage_account_id,
    rated_usage.side,
    rated_usage.is_posted,
    rated_usage.meter,
    rated_usage.resource_id,
    rated_usage.resource_type,
    rated_usage.pricing_mode,
    rated_usage.window_start,
    rated_usage.window_end,
    rated_usage.record_count,
    rated_usage.quantity,
    rated_usage.unit,
    rated_usage.price_id,
    rated_usage.price_source,
    rated_usage.pricing_model,
    rated_usage.pricing_snapshot,
    rated_usage.currency,
    rated_usage.amount_exact,
    rated_usage.posting_group_id,
    rated_usage.ledger_entry_id,
    rated_usage.invoice_id,
    rated_usage.commit_contract_id,
    rated_usage.credit_grant_id,
    rated_usage.build_number,
    rated_usage.booking_period_start,
    count(*) over () as total_count
from billing.rated_usage
where
    rated_usage.rated_line_id = any(%(lines)s::uuid[])
    or rated_usage.posting_group_id = any(%(groups)s::uuid[])
order by rated_usage.posting_group_id, rated_usage.window_start, rated_usage.resource_id collate "C" nulls first, rated_usage.rated_line_id
limit %(cap)s
