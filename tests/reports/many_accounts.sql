-- Two thousand accounts with six posting groups each, a document, a finding and a budget: what the report must stay small and quick for.
insert into current.accounts (account_id, account_type, currency, billing_timezone, billing_mode, tax_responsibility, status, payment_terms_days, name)
select
    'account-' || n, 'tenant', (array['USD', 'EUR', 'JPY'])[1 + n % 3], 'UTC', 'postpaid', 'platform', 'active', 14, 'Account number ' || n || ' Ltd'
from generate_series(1, 2000) as n;
insert into book.periods (period_id, build_number, account_id, billing_timezone, currency, billing_mode, period_start, period_end)
select pg_temp.id('period ' || accounts.account_id), 1, accounts.account_id, 'UTC', accounts.currency, 'postpaid', '2024-01-01Z', '2024-02-01Z'
from current.accounts where accounts.account_id like 'account-%';
insert into book.posting_groups (
    posting_group_id, build_number, charge_id, account_id, usage_account_id, side, line_type, meter, resource_type, pricing_mode, price_source, currency,
    is_posted, service_period_start, service_period_end
)
select
    pg_temp.id('group ' || accounts.account_id || k), 1, pg_temp.id('charge ' || accounts.account_id || k), accounts.account_id, accounts.account_id, 'retail',
    'usage', (array['token_input', 'gpu_hour'])[1 + k % 2], 'type-' || k, 'on_demand', 'catalogue', accounts.currency, true, '2024-01-01Z', '2024-02-01Z'
from current.accounts cross join generate_series(1, 6) as k where accounts.account_id like 'account-%';
insert into book.rated_lines (
    rated_line_id, revision, build_number, posting_group_id, ledger_entry_id, window_start, window_end, booking_period_start, quantity, quantity_change,
    amount_exact, amount_exact_change, record_count, unit, price_id, pricing_model, resource_id, resource_type
)
select
    pg_temp.id('line ' || posting_groups.posting_group_id || n), 1, 3, posting_groups.posting_group_id, pg_temp.id('entry ' || posting_groups.posting_group_id),
    '2024-01-01Z'::timestamptz + n * interval '2 hours', '2024-01-01Z'::timestamptz + n * interval '2 hours' + interval '1 hour', '2024-01-01Z', 7, 7,
    150.25, 150.25, 1, 'token', 'price-' || posting_groups.resource_type, 'per_unit', 'r', posting_groups.resource_type
from book.posting_groups cross join generate_series(1, :lines) as n where posting_groups.account_id like 'account-%';
insert into current.group_totals (posting_group_id, account_id, currency, is_posted, line_count, record_count, quantity, amount_exact, rounded_minor, posted_minor)
select
    posting_groups.posting_group_id, posting_groups.account_id, posting_groups.currency, true, :lines, :lines, 7 * :lines, 150.25 * :lines,
    round(150.25 * :lines), -round(150.25 * :lines)
from book.posting_groups where posting_groups.account_id like 'account-%';
insert into book.journal_entries (
    ledger_entry_id, build_number, entry_type, posting_group_id, entry_number, reference_type, reference_id, usage_account_id, booking_period_start, booked_at, actor
)
select
    pg_temp.id('entry ' || posting_groups.posting_group_id), 3, 'usage_debit', posting_groups.posting_group_id, 1, 'posting_group',
    posting_groups.posting_group_id, posting_groups.account_id, '2024-01-01Z', '2024-02-01T12:00Z', 'build'
from book.posting_groups where posting_groups.account_id like 'account-%';
insert into book.journal_legs (ledger_entry_id, leg_number, build_number, ledger_account, account_id, currency, amount_minor)
select
    pg_temp.id('entry ' || group_totals.posting_group_id), n, 3, (array['customer', 'usage_revenue'])[n], case n when 1 then group_totals.account_id end,
    group_totals.currency, case n when 1 then group_totals.posted_minor else -group_totals.posted_minor end
from current.group_totals cross join generate_series(1, 2) as n where group_totals.account_id like 'account-%';
insert into book.invoices (
    invoice_id, build_number, document_type, issuer_id, series, series_year, series_number, invoice_number, account_id, bill_to_account_id, currency,
    line_count, subtotal_minor, tax_minor, total_minor, payment_terms_days, evidence_hash, actor, reason, period_start, period_end, issued_at, due_at
)
select
    pg_temp.id('document ' || totals.account_id), 3, 'invoice', 'house', 'BIG', 2024, row_number() over (order by totals.account_id),
    'BIG-2024-' || substr(totals.account_id, 9), totals.account_id, totals.account_id, totals.currency, 6, totals.minor, 0, totals.minor, 14, 'e', 'ann', 'why',
    '2024-01-01Z', '2024-02-01Z', '2024-02-01T12:00Z', '2024-02-01T12:00Z'::timestamptz - (length(totals.account_id) * 13 % 120) * interval '1 day'
from (
    select group_totals.account_id, group_totals.currency, -sum(group_totals.posted_minor) as minor
    from current.group_totals where group_totals.account_id similar to 'account-%[02468]'
    group by group_totals.account_id, group_totals.currency
) as totals;
insert into current.invoice_settlements
select
    invoices.invoice_id, invoices.invoice_number, invoices.bill_to_account_id, invoices.currency, invoices.total_minor, 0, 0, 0, invoices.total_minor,
    invoices.due_at, null
from book.invoices where invoices.series = 'BIG';
insert into book.invoice_lines (
    invoice_line_id, build_number, invoice_id, posting_group_id, account_id, line_type, meter, description, currency, unit, quantity, amount_minor,
    tax_rate_bp, tax_minor, booking_period_start, service_period_start, service_period_end
)
select
    pg_temp.id('document line ' || group_totals.posting_group_id), 3, invoices.invoice_id, group_totals.posting_group_id, group_totals.account_id, 'usage',
    'gpu_hour', 'GPUs', group_totals.currency, 'GPU-second', 7, -group_totals.posted_minor, 0, 0, '2024-01-01Z', '2024-01-01Z', '2024-02-01Z'
from current.group_totals inner join book.invoices on invoices.invoice_id = pg_temp.id('document ' || group_totals.account_id);
insert into book.invoice_taxes (
    invoice_tax_id, build_number, invoice_id, account_id, currency, category, treatment, reason, rate_bp, line_count, taxable_minor, tax_minor, tax_included_minor
)
select pg_temp.id('tax ' || invoices.invoice_id), 3, invoices.invoice_id, invoices.account_id, invoices.currency, 'standard', 'out_of_scope', 'not_taxed', 0, 6, invoices.total_minor, 0, 0
from book.invoices where invoices.series = 'BIG';
insert into current.draft_invoices (invoice_id, account_id, currency, line_count, subtotal_minor, tax_minor, total_minor, period_start, period_end)
select
    pg_temp.id('draft ' || group_totals.account_id), group_totals.account_id, group_totals.currency, 6, -sum(group_totals.posted_minor), 0,
    -sum(group_totals.posted_minor), '2024-01-01Z', '2024-02-01Z'
from current.group_totals where group_totals.account_id similar to 'account-%[13579]' group by group_totals.account_id, group_totals.currency;
insert into current.draft_invoice_lines (
    invoice_line_id, invoice_id, posting_group_id, account_id, line_type, meter, description, currency, unit, quantity, amount_minor,
    booking_period_start, service_period_start, service_period_end
)
select
    pg_temp.id('draft line ' || group_totals.posting_group_id), pg_temp.id('draft ' || group_totals.account_id), group_totals.posting_group_id,
    group_totals.account_id, 'usage', 'gpu_hour', 'GPUs, type of a name that is as long as they are', group_totals.currency, 'GPU-second', 7,
    -group_totals.posted_minor, '2024-01-01Z', '2024-01-01Z', '2024-02-01Z'
from current.group_totals where group_totals.account_id similar to 'account-%[13579]';
insert into current.findings (finding_id, check_name, account_id, subject, reason, remedy, currency, amount_minor, parks_account, first_seen_at)
select
    pg_temp.id('finding ' || n), 'usage_to_rated', 'account-' || n, 'token_input', 'It waits for a price that nobody has landed yet, as far as anybody knows.',
    'Land a price for the meter, resource type and pricing mode that holds at that time.', 'USD', n, false, '2024-01-15Z'
from generate_series(1, 2000) as n;
insert into current.budget_postures
select 'budget-' || n, 'account-' || n, null, 'USD', 'month', 'notify_only', 'watched', null, '{50,80}', 1000, n, '2024-02-01Z', '2024-03-01Z'
from generate_series(1, 2000) as n;
