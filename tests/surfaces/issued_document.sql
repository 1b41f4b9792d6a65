-- A document beside the small world, issued to the reseller for its customer's wholesale usage, where a test needs one.
insert into book.invoices (
    invoice_id, build_number, document_type, issuer_id, series, series_year, series_number, invoice_number, account_id, bill_to_account_id, currency,
    line_count, subtotal_minor, tax_minor, total_minor, payment_terms_days, evidence_hash, actor, reason, period_start, period_end, issued_at, due_at
) values (
    pg_temp.id('paper'), 3, 'invoice', 'house', 'INV', 2024, 1, 'INV-2024-000001', 'reso', 'reso', 'USD',
    1, 101, 0, 101, 14, 'e', 'ann', 'why', '2023-12-31T23:00Z', '2024-01-31T23:00Z', '2024-02-01T12:00Z', '2024-02-15T12:00Z'
);
insert into book.invoice_lines (
    invoice_line_id, build_number, invoice_id, posting_group_id, account_id, line_type, meter, description, currency, unit, quantity, amount_minor,
    tax_rate_bp, tax_minor, booking_period_start, service_period_start, service_period_end
) values (
    pg_temp.id('paper line'), 3, pg_temp.id('paper'), pg_temp.id('kunde wholesale'), 'reso', 'usage', 'gpu_hour', 'GPUs', 'USD', 'GPU-second', 3600, 101,
    0, 0, '2023-12-31T23:00Z', '2023-12-31T23:00Z', '2024-01-31T23:00Z'
);
insert into current.invoice_settlements values (pg_temp.id('paper'), 'INV-2024-000001', 'reso', 'USD', 101, 0, 0, 0, 101, '2024-02-15T12:00Z', null);
