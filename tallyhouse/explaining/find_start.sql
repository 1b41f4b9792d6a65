-- What an identifier names. A text that is no uuid can only be an event id.
select 'rated_line' as kind, rated_usage.rated_line_id::text as id, rated_usage.posting_group_id
from billing.rated_usage
where rated_usage.rated_line_id = %(uuid)s::uuid

union all

select 'invoice_line' as kind, invoice_lines.invoice_line_id::text as id, invoice_lines.posting_group_id
from billing.invoice_lines
where invoice_lines.invoice_line_id = %(uuid)s::uuid

union all

select 'ledger_entry' as kind, ledger_entries.ledger_entry_id::text as id, ledger_entries.posting_group_id
from billing.ledger_entries
where ledger_entries.ledger_entry_id = %(uuid)s::uuid

union all

(
    select 'posting_group' as kind, rated_usage.posting_group_id::text as id, rated_usage.posting_group_id
    from billing.rated_usage
    where rated_usage.posting_group_id = %(uuid)s::uuid
    limit 1
)

union all

select 'usage_record' as kind, usage.usage_record_id::text as id, null::uuid as posting_group_id
from billing.usage
where usage.usage_record_id = %(uuid)s::uuid or usage.event_id = %(text)s
