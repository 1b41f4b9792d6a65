-- Beside the small world by hand: documents on both sides of each age, in currencies with two, none and three decimals, at the build's 2024-02-01 12:00.
insert into current.currencies values ('KWD', 3);
insert into current.accounts (account_id, account_type, currency, billing_timezone, billing_mode, tax_responsibility, status, payment_terms_days, name) values
('<b>payer</b>', 'tenant', 'KWD', 'UTC', 'postpaid', 'platform', 'active', 14, '=HYPERLINK("https://canary.example")');
insert into book.invoices (
    invoice_id, build_number, document_type, issuer_id, series, series_year, series_number, invoice_number, account_id, bill_to_account_id, currency,
    line_count, subtotal_minor, tax_minor, total_minor, payment_terms_days, evidence_hash, actor, reason, period_start, period_end, issued_at, due_at
)
select
    pg_temp.id(v.number), 3, 'invoice', 'house', 'AGE', 2023, v.series_number, v.number, v.account_id, v.payer, v.currency,
    1, v.minor, 0, v.minor, 14, 'e', 'ann', 'why', '2023-06-01Z'::timestamptz - v.series_number * interval '31 days', '2023-07-01Z', '2023-07-02Z', v.due_at::timestamptz
from (values
('AGE-1', 1, 'plat', 'plat', 'USD', 100, '2024-02-01T12:00Z'), ('AGE-2', 2, 'plat', 'plat', 'USD', 200, '2024-01-02T12:00Z'),
('AGE-3', 3, 'plat', 'plat', 'USD', 400, '2024-01-02T11:59:59Z'), ('AGE-4', 4, 'plat', 'plat', 'USD', 800, '2023-12-03T12:00Z'),
('AGE-5', 5, 'plat', 'plat', 'USD', 1600, '2023-12-03T11:59:59Z'), ('AGE-6', 6, 'plat', 'plat', 'USD', 3200, '2023-11-03T12:00Z'),
('AGE-7', 7, 'plat', 'plat', 'USD', 6400, '2023-11-03T11:59:59Z'), ('AGE-8', 8, 'parked', 'parked', 'JPY', 5000, '2023-07-16Z'),
('AGE-9', 9, 'acme', 'acme', 'EUR', 8000, '2024-01-31T12:00Z'), ('AGE-10', 10, 'kunde', '<b>payer</b>', 'KWD', 1234, '2024-02-10Z')
) as v (number, series_number, account_id, payer, currency, minor, due_at);
-- Nobody has paid but acme, whose 50.00 pay a part of its one document.
insert into current.invoice_settlements
select
    invoices.invoice_id, invoices.invoice_number, invoices.bill_to_account_id, invoices.currency, invoices.total_minor, 0, 0,
    case invoices.invoice_number when 'AGE-9' then 5000 else 0 end, invoices.total_minor - case invoices.invoice_number when 'AGE-9' then 5000 else 0 end,
    invoices.due_at, null
from book.invoices where invoices.series = 'AGE';
