-- The truth as ordered text: what must come out the same, whatever way it came about. No revisions, entries, builds or times of booking.
with parts as (

    select
        'line' as part,
        format(
            '%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s',
            rated_usage.rated_line_id, rated_usage.account_id, rated_usage.usage_account_id, rated_usage.side, rated_usage.meter,
            rated_usage.resource_id, rated_usage.resource_type, rated_usage.project_id, rated_usage.submitter_id, rated_usage.route_id, rated_usage.region,
            extract(epoch from rated_usage.window_start), extract(epoch from rated_usage.window_end),
            trim_scale(rated_usage.quantity), rated_usage.price_id, trim_scale(rated_usage.amount_exact), rated_usage.is_posted
        ) as row_text
    from billing.rated_usage
    where rated_usage.quantity <> 0 or rated_usage.amount_exact <> 0

    union all

    select
        'entries' as part,
        format(
            '%s|%s|%s|%s|%s|%s|%s|%s',
            ledger_entries.account_id, ledger_entries.currency, ledger_entries.posting_group_id,
            case when ledger_entries.posting_group_id is null then ledger_entries.reference_id end,
            ledger_entries.entry_type, extract(epoch from ledger_entries.booking_period_start),
            extract(epoch from ledger_entries.service_period_start), sum(ledger_entries.amount_minor)
        ) as row_text
    from billing.ledger_entries
    group by
        ledger_entries.account_id, ledger_entries.currency, ledger_entries.posting_group_id,
        case when ledger_entries.posting_group_id is null then ledger_entries.reference_id end,
        ledger_entries.entry_type, ledger_entries.booking_period_start, ledger_entries.service_period_start
    having sum(ledger_entries.amount_minor) <> 0

    union all

    select
        'balance' as part,
        format('%s|%s|%s', balances.account_id, balances.currency, balances.balance_minor) as row_text
    from billing.balances

    union all

    select
        'draft' as part,
        format(
            '%s|%s|%s|%s|%s|%s|%s', invoices.invoice_id, invoices.invoice_number, invoices.account_id, invoices.currency,
            extract(epoch from invoices.period_start), invoices.total_minor, invoices.evidence_hash
        ) as row_text
    from billing.invoices

    union all

    select
        'draft line' as part,
        format(
            '%s|%s|%s|%s|%s', invoice_lines.invoice_line_id, invoice_lines.invoice_id, invoice_lines.meter, trim_scale(invoice_lines.quantity), invoice_lines.amount_minor
        ) as row_text
    from billing.invoice_lines

)

select parts.part || '|' || parts.row_text
from parts
order by parts.part collate "C", parts.row_text collate "C"
