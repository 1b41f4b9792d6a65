-- The yardstick of drafts: the lines and headers of one ended month from the book's own lines, under the same keys, and nothing else.
create schema hand;
create table hand.draft_invoices (like current.draft_invoices including all);
create table hand.draft_invoice_lines (like current.draft_invoice_lines including all);

insert into hand.draft_invoice_lines (
    invoice_line_id, invoice_id, posting_group_id, account_id, line_type, meter, resource_type, description, currency, unit,
    quantity, unit_price, amount_minor, service_period_start, service_period_end
)
select
    posting_groups.posting_group_id,
    encode(substring(sha256(convert_to(posting_groups.account_id || '|' || posting_groups.currency, 'UTF8')) from 1 for 16), 'hex')::uuid,
    posting_groups.posting_group_id, posting_groups.account_id, 'usage', posting_groups.meter, posting_groups.resource_type,
    posting_groups.meter || ', ' || posting_groups.resource_type, posting_groups.currency, max(rated_lines.unit),
    sum(rated_lines.quantity_change), null, round(sum(rated_lines.amount_exact_change)),
    posting_groups.service_period_start, posting_groups.service_period_end
from book.posting_groups
inner join book.rated_lines on rated_lines.posting_group_id = posting_groups.posting_group_id
where posting_groups.service_period_end = '2024-02-01Z'
group by
    posting_groups.posting_group_id, posting_groups.account_id, posting_groups.meter, posting_groups.resource_type, posting_groups.currency,
    posting_groups.service_period_start, posting_groups.service_period_end;

insert into hand.draft_invoices (invoice_id, account_id, currency, line_count, subtotal_minor, tax_minor, total_minor, period_start, period_end)
select
    draft_invoice_lines.invoice_id, draft_invoice_lines.account_id, draft_invoice_lines.currency, count(*),
    sum(draft_invoice_lines.amount_minor), 0, sum(draft_invoice_lines.amount_minor), '2024-01-01Z', '2024-02-01Z'
from hand.draft_invoice_lines
group by draft_invoice_lines.invoice_id, draft_invoice_lines.account_id, draft_invoice_lines.currency;
