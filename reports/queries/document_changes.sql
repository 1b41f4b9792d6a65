-- Changes of rated lines that one document carries.
select
    invoice_line_changes.invoice_line_id::text as invoice_line_id,
    invoice_line_changes.rated_line_id::text as rated_line_id,
    invoice_line_changes.revision,
    invoice_line_changes.ledger_entry_id::text as ledger_entry_id,
    invoice_line_changes.usage_account_id,
    invoice_line_changes.meter,
    invoice_line_changes.resource_id,
    invoice_line_changes.resource_type,
    invoice_line_changes.pricing_mode,
    invoice_line_changes.project_id,
    invoice_line_changes.submitter_id,
    invoice_line_changes.route_id,
    invoice_line_changes.region,
    invoice_line_changes.price_id,
    invoice_line_changes.price_source,
    invoice_line_changes.pricing_model,
    invoice_line_changes.pricing_snapshot,
    invoice_line_changes.price_batch_id,
    invoice_line_changes.price_row_number,
    invoice_line_changes.tier_batch_id,
    invoice_line_changes.unit,
    invoice_line_changes.currency,
    invoice_line_changes.build_number,
    invoice_line_changes.record_count,
    invoice_line_changes.quantity_change,
    invoice_line_changes.quantity,
    invoice_line_changes.amount_exact_change,
    invoice_line_changes.amount_exact,
    invoice_line_changes.window_start,
    invoice_line_changes.window_end
from billing.invoice_line_changes
where invoice_line_changes.invoice_id = %(invoice)s::uuid
order by
    invoice_line_changes.window_start,
    invoice_line_changes.resource_id collate "C" nulls first,
    invoice_line_changes.rated_line_id,
    invoice_line_changes.revision
