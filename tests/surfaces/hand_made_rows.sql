-- A small world by hand: January 2024 has ended, February runs. Identifiers are made from words, so that expected rows can name them.
create function pg_temp.id(word text) returns uuid language sql immutable as $$ select md5(word)::uuid $$;

insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values
(1, 'build', '2024-01-15T00:00Z', 'c', 's'), (2, 'build', '2024-02-01T00:00Z', 'c', 's'), (3, 'build', '2024-02-01T12:00Z', 'c', 's'), (4, 'build', '2024-02-01T13:00Z', 'c', 's');
insert into control.publications (build_number, as_of, rows_posted) values (1, '2024-01-15T00:00Z', 9), (3, '2024-02-01T12:00Z', 5);
insert into control.build_outcomes (build_number, status, reason) values (1, 'published', null), (2, 'failed', 'a gate'), (3, 'published', null);
insert into control.gate_results (build_number, gate, status, failure_count) values (2, 'rated_once', 'fail', 1), (3, 'rated_once', 'pass', 0);
insert into control.reconciliation_results values (3, 'rated_to_journal', 'USD', 4, 4, 0, 0, 'matched'), (3, 'usage_to_rated', '', 7, 6, 1, 0, 'unmatched');

insert into control.reconciliation_ages values (3, 'usage_to_rated', '', 'to_7_days', 1, 0, '2024-02-01T12:00Z');
insert into control.data_quality_results (run_number, suite, expectation, subject, expectation_type, severity, status, says, is_waiting, build_number, history_count) values
(1, 'raw_usage', 'meters_are_known', 'raw.usage_events', 'expect_column_values_to_be_in_set', 'critical', 'missed', 'Known.', true, 2, 0),
(2, 'raw_usage', 'meters_are_known', 'raw.usage_events', 'expect_column_values_to_be_in_set', 'critical', 'met', 'Known.', true, 3, 0),
(2, 'raw_usage', 'volume_is_usual', 'raw.usage_events', 'expect_table_row_count_to_be_between', 'critical', 'error', 'Usual.', true, 3, 4),
(2, 'raw_stripe', 'one_mode', 'raw.stripe_events', 'expect_column_values_to_be_in_set', 'critical', 'missed', 'Built already.', false, 3, 4);
insert into control.failed_runs values (pg_temp.id('failed run'), 'build', 3, '2024-02-01T13:30Z');

insert into raw.ingest_batches (batch_id, kind, file_name, file_sha256, file_bytes, rows_in_file, rows_read, landed_count, duplicate_count, conflict_count, rejected_count, received_at) values
(1, 'usage', 'one.csv', '1', 10, 9, 9, 7, 0, 0, 2, '2024-01-14Z'), (2, 'usage', 'two.csv', '2', 10, 2, 2, 2, 0, 0, 0, '2024-01-31Z'),
(3, 'usage', 'three.csv', '3', 10, 1, 1, 1, 0, 0, 0, '2024-02-01T12:30Z'), (4, 'records', 'sessions.csv', '4', 10, 3, 3, 3, 0, 0, 0, '2024-01-14Z');
insert into control.build_batches values (1, 1), (2, 2), (4, 1);
insert into raw.rejected_records (rejected_id, batch_id, kind, reason_code, message, line_number, content, content_sha256) values
(pg_temp.id('rejected'), 1, 'usage', 'negative_quantity', 'The quantity is negative.', 3, 'x', 'x'),
(pg_temp.id('redriven'), 1, 'usage', 'no_offset', 'The time has no offset.', 4, 'y', 'y'),
(pg_temp.id('rejected session'), 4, 'records', 'unknown_column', 'No such column.', 2, 'z', 'z');
insert into raw.redrives (rejected_id, batch_id) values (pg_temp.id('redriven'), 2);

insert into current.meters (meter, input_unit, base_unit, service_name) values ('token_input', 'token', 'token', 'Tokens'), ('gpu_hour', 'GPU', 'GPU-second', 'GPUs');
insert into current.currencies values ('EUR', 2), ('JPY', 0), ('USD', 2);
insert into current.accounts (account_id, account_type, reseller_account_id, parent_account_id, currency, billing_timezone, billing_mode, tax_responsibility, credit_risk_owner, wholesale_plan_id, status, payment_terms_days) values
('acme', 'tenant', null, null, 'USD', 'UTC', 'postpaid', 'platform', null, null, 'active', 14),
('reso', 'reseller', null, 'acme', 'USD', 'Europe/Berlin', 'postpaid', 'platform', null, 'partner', 'active', 14),
('kunde', 'end_customer', 'reso', 'reso', 'EUR', 'UTC', 'postpaid', 'platform', 'reseller', 'secret', 'active', 14),
('plat', 'end_customer', 'reso', null, 'USD', 'UTC', 'postpaid', 'platform', 'platform', null, 'active', 14),
('parked', 'tenant', null, 'parked', 'JPY', 'UTC', 'postpaid', 'platform', null, null, 'active', 14);
insert into current.parked_accounts values ('parked', 'amounts_out_of_range', 'Too much.', 3, '2024-02-01T12:00Z');
-- The customer in euros of a reseller in dollars: 150.5 cents on that day are 163.09685.
insert into current.fx_conversions values
('kunde', '2024-01-01Z', '2024-01-10', 'reso', 'EUR', 'USD', 2, 2, 'ecb', 'EUR', 1, 1.0837, null, pg_temp.id('rate'), '2024-01-09');
insert into raw.fx_rates (record_key, batch_id, row_number, provider, rate_date, source_currency, target_currency, rate) values
(pg_temp.id('old rate'), 4, 1, 'ecb', '2024-01-30', 'EUR', 'USD', 1.0), (pg_temp.id('new rate'), 4, 2, 'ecb', '2024-01-31', 'EUR', 'USD', 1.0837);

insert into raw.usage_events (event_key, batch_id, occurred_at, ended_at, quantity, source, event_id, event_kind, meter, account_id, resource_id, resource_type, pricing_mode, project_id, pricing_snapshot, correlation_id)
select pg_temp.id(v.event_id), v.batch_id, v.occurred_at::timestamptz, v.ended_at::timestamptz, v.quantity, 'test', v.event_id, v.event_kind, v.meter, v.account_id, v.resource_id, v.resource_type, 'on_demand', v.project_id, v.pricing_snapshot::jsonb, 'call about ' || v.event_id
from (values
('billed', 1, '2024-01-05T10:15Z', null, 100, 'quantity', 'token_input', 'acme', 'r', 'small', 'p1', null),
('free', 2, '2024-01-05T11:15Z', null, 50, 'quantity', 'token_input', 'acme', 'r', 'small', 'p1', null),
('other project', 2, '2024-01-05T11:16Z', null, 50, 'quantity', 'token_input', 'acme', 'r', 'small', 'p2', null),
('not built', 3, '2024-01-06T11:15Z', '2024-01-06T11:16Z', 2, 'span', 'gpu_hour', 'acme', 'g', 'H100', null, null),
('no price', 1, '2024-01-05T10:20Z', null, 7, 'quantity', 'token_input', 'acme', 'r', 'large', null, null),
('replaced', 1, '2024-01-05T10:30Z', null, 7, 'quantity', 'token_input', 'acme', 'r', 'small', 'p1', null),
('future', 1, '2024-03-01T00:00Z', null, 1, 'quantity', 'token_input', 'acme', 'r', 'small', null, null),
('held', 1, '2024-01-10T00:00Z', null, 1, 'start', 'gpu_hour', 'kunde', 'a1', 'H100', null, '{"unit_price": "2", "wholesale_unit_price": "1"}'),
('end of held', 1, '2024-01-10T01:00Z', null, null, 'stop', 'gpu_hour', 'kunde', 'a1', 'H100', null, null),
('of a parked one', 2, '2024-01-20T00:00Z', null, 1, 'quantity', 'token_input', 'parked', 'r', 'small', null, null)
) as v (event_id, batch_id, occurred_at, ended_at, quantity, event_kind, meter, account_id, resource_id, resource_type, project_id, pricing_snapshot);
insert into current.usage_exceptions values (pg_temp.id('replaced'), 'acme', 'token_input', 'replaced', 'replaced');
insert into current.unrated_usage values
(pg_temp.id('u1'), 'acme', 'token_input', 'r', 'large', 'on_demand', 'retail', 'no_price', 1, 7, '2024-01-05T10:00Z', '2024-01-05T11:00Z'),
-- The side that is only shown has no price; the record is billed all the same.
(pg_temp.id('u2'), 'kunde', 'gpu_hour', 'a1', 'H100', 'on_demand', 'retail', 'no_price', 1, 3600, '2024-01-10T00:00Z', '2024-01-10T01:00Z');
insert into current.usage_holdings (usage_record_id, account_id, meter, resource_id, quantity, is_open, is_open_too_long, started_at, ended_at) values (pg_temp.id('held'), 'kunde', 'gpu_hour', 'a1', 3600, false, false, '2024-01-10T00:00Z', '2024-01-10T01:00Z');
insert into control.usage_superseded values (pg_temp.id('held'), 3, 'kunde', 'gpu_hour', true, '2024-01-10T02:00Z');

insert into book.periods (period_id, build_number, account_id, billing_timezone, currency, billing_mode, period_start, period_end) values
(pg_temp.id('p1'), 1, 'acme', 'UTC', 'USD', 'postpaid', '2024-01-01Z', '2024-02-01Z'), (pg_temp.id('p2'), 1, 'reso', 'Europe/Berlin', 'USD', 'postpaid', '2023-12-31T23:00Z', '2024-01-31T23:00Z'),
(pg_temp.id('p3'), 1, 'kunde', 'UTC', 'EUR', 'postpaid', '2024-01-01Z', '2024-02-01Z'), (pg_temp.id('p4'), 1, 'plat', 'UTC', 'USD', 'postpaid', '2024-01-01Z', '2024-02-01Z');
insert into book.posting_groups (posting_group_id, build_number, charge_id, account_id, usage_account_id, side, line_type, meter, resource_type, pricing_mode, price_source, currency, is_posted, service_period_start, service_period_end)
select pg_temp.id(v.name), 1, pg_temp.id('charge of ' || v.name), v.account_id, v.usage_account_id, v.side, 'usage', v.meter, null, 'on_demand', 'catalogue', v.currency, v.is_posted, v.period_start::timestamptz, v.period_end::timestamptz
from (values
('acme january', 'acme', 'acme', 'retail', 'token_input', 'USD', true, '2024-01-01Z', '2024-02-01Z'), ('acme february', 'acme', 'acme', 'retail', 'token_input', 'USD', true, '2024-02-01Z', '2024-03-01Z'),
('kunde wholesale', 'reso', 'kunde', 'wholesale', 'gpu_hour', 'USD', true, '2023-12-31T23:00Z', '2024-01-31T23:00Z'), ('kunde retail', 'kunde', 'kunde', 'retail', 'gpu_hour', 'EUR', false, '2024-01-01Z', '2024-02-01Z'),
('plat wholesale', 'reso', 'plat', 'wholesale', 'gpu_hour', 'USD', false, '2023-12-31T23:00Z', '2024-01-31T23:00Z'), ('plat retail', 'plat', 'plat', 'retail', 'gpu_hour', 'USD', true, '2024-01-01Z', '2024-02-01Z'),
('emptied', 'plat', 'plat', 'retail', 'token_input', 'USD', false, '2024-01-01Z', '2024-02-01Z')
) as v (name, account_id, usage_account_id, side, meter, currency, is_posted, period_start, period_end);
insert into current.group_totals (posting_group_id, account_id, currency, is_posted, line_count, record_count, quantity, amount_exact, rounded_minor, posted_minor)
select
    pg_temp.id(v.name), v.account_id, v.currency, v.is_posted, 1, v.record_count, v.quantity, v.amount_exact, round(v.amount_exact), v.posted_minor
from (values
('acme january', 'acme', 'USD', true, 2, 150, 1.234, -1), ('acme february', 'acme', 'USD', true, 1, 10, 10, -10), ('kunde wholesale', 'reso', 'USD', true, 1, 3600, 100.5, -101),
('kunde retail', 'kunde', 'EUR', false, 1, 3600, 150.5, 0), ('plat wholesale', 'reso', 'USD', false, 1, 3600, 120.4, 0), ('plat retail', 'plat', 'USD', true, 1, 3600, 200, -200), ('emptied', 'plat', 'USD', false, 0, 0, 0, 0)
) as v (name, account_id, currency, is_posted, record_count, quantity, amount_exact, posted_minor);

insert into book.rated_lines (rated_line_id, revision, build_number, posting_group_id, ledger_entry_id, window_start, window_end, booking_period_start, quantity, quantity_change, amount_exact, amount_exact_change, record_count, unit, price_id, pricing_model, resource_id, resource_type, project_id, pricing_snapshot)
select pg_temp.id(v.line), v.revision, v.build_number, pg_temp.id(v.group_name), case when v.entry is not null then pg_temp.id(v.entry) end, v.window_start::timestamptz, v.window_start::timestamptz + interval '1 hour', v.booked::timestamptz,
    v.quantity, v.quantity_change, v.amount, v.amount_change, v.record_count, v.unit, 'price', 'per_unit', v.resource_id, v.resource_type, v.project_id, v.snapshot::jsonb
from (values
('billed line', 1, 1, 'acme january', null, '2024-01-05T10:00Z', '2024-01-01Z', 40, 40, 0.4, 0.4, 1, 'token', 'r', 'small', 'p1', null),
('billed line', 2, 3, 'acme january', 'acme usage', '2024-01-05T10:00Z', '2024-01-01Z', 100, 60, 1.234, 0.834, 1, 'token', 'r', 'small', 'p1', null),
('free line', 1, 3, 'acme january', 'acme usage', '2024-01-05T11:00Z', '2024-01-01Z', 50, 50, 0, 0, 1, 'token', 'r', 'small', 'p1', null),
('moved line', 1, 1, 'acme january', null, '2024-01-05T12:00Z', '2024-01-01Z', 9, 9, 0.1, 0.1, 1, 'token', 'r', 'medium', 'p1', null),
('moved line', 2, 3, 'acme january', 'acme usage', '2024-01-05T12:00Z', '2024-01-01Z', 0, -9, 0, -0.1, 0, 'token', 'r', 'medium', 'p1', null),
('held wholesale', 1, 1, 'kunde wholesale', 'reso usage', '2024-01-10T00:00Z', '2023-12-31T23:00Z', 3600, 3600, 100.5, 100.5, 1, 'GPU-second', 'a1', 'H100', null, null),
('held retail', 1, 1, 'kunde retail', null, '2024-01-10T00:00Z', '2024-01-01Z', 3600, 3600, 150.5, 150.5, 1, 'GPU-second', 'a1', 'H100', null, '{"unit_price": "2", "wholesale_unit_price": "1"}')
) as v (line, revision, build_number, group_name, entry, window_start, booked, quantity, quantity_change, amount, amount_change, record_count, unit, resource_id, resource_type, project_id, snapshot);

insert into book.journal_entries (ledger_entry_id, build_number, entry_type, posting_group_id, entry_number, reference_type, reference_id, usage_account_id, service_period_start, service_period_end, booking_period_start, booked_at, actor)
select pg_temp.id(v.entry), 3, v.entry_type, case when v.group_name is not null then pg_temp.id(v.group_name) end, case when v.group_name is not null then 1 end, v.reference_type, v.reference_id, v.usage_account_id, null, null, '2024-01-01Z', '2024-02-01T12:00Z', 'build'
from (values
('acme usage', 'usage_debit', 'acme january', 'posting_group', 'g1', 'acme'), ('acme february', 'usage_debit', 'acme february', 'posting_group', 'g2', 'acme'), ('reso usage', 'usage_debit', 'kunde wholesale', 'posting_group', 'g3', 'kunde'),
('plat usage', 'usage_debit', 'plat retail', 'posting_group', 'g4', 'plat'), ('acme payment', 'stripe_credit', null, 'payment', 'pi_1', null)
) as v (entry, entry_type, group_name, reference_type, reference_id, usage_account_id);
insert into book.journal_legs (ledger_entry_id, leg_number, build_number, ledger_account, account_id, currency, amount_minor)
select pg_temp.id(v.entry), n, 3, case when n = 1 then 'customer' when v.entry = 'acme payment' then 'provider_clearing' else 'usage_revenue' end, case n when 1 then v.account_id end, v.currency, case n when 1 then v.amount else -v.amount end
from (values ('acme usage', 'acme', 'USD', -1), ('acme february', 'acme', 'USD', -10), ('reso usage', 'reso', 'USD', -101), ('plat usage', 'plat', 'USD', -200), ('acme payment', 'acme', 'EUR', 5000)) as v (entry, account_id, currency, amount)
cross join generate_series(1, 2) as n;

insert into current.draft_invoices (invoice_id, account_id, currency, line_count, subtotal_minor, tax_minor, total_minor, period_start, period_end) values
(pg_temp.id('acme draft'), 'acme', 'USD', 1, 1, 0, 1, '2024-01-01Z', '2024-02-01Z'), (pg_temp.id('reso draft'), 'reso', 'USD', 1, 101, 0, 101, '2023-12-31T23:00Z', '2024-01-31T23:00Z');
insert into current.draft_invoice_lines (invoice_line_id, invoice_id, posting_group_id, account_id, line_type, meter, description, currency, unit, quantity, amount_minor, tax_provider, booking_period_start, service_period_start, service_period_end) values
(pg_temp.id('acme draft line'), pg_temp.id('acme draft'), pg_temp.id('acme january'), 'acme', 'usage', 'token_input', 'Tokens', 'USD', 'token', 150, 1, 'vertex', '2024-01-01Z', '2024-01-01Z', '2024-02-01Z'),
(pg_temp.id('reso draft line'), pg_temp.id('reso draft'), pg_temp.id('kunde wholesale'), 'reso', 'usage', 'gpu_hour', 'GPUs', 'USD', 'GPU-second', 3600, 101, null, '2023-12-31T23:00Z', '2023-12-31T23:00Z', '2024-01-31T23:00Z');

-- A credit note with its tax, cancelled, so that it touches no balance.
insert into book.invoices (
    invoice_id, build_number, document_type, issuer_id, series, series_year, series_number, invoice_number, account_id, bill_to_account_id, currency, line_count,
    subtotal_minor, tax_minor, total_minor, payment_terms_days, evidence_hash, actor, reason, period_start, period_end, issued_at, due_at
) values (
    pg_temp.id('acme note'), 2, 'credit_note', 'house', 'CN', 2024, 1, 'CN-2024-000001', 'acme', 'acme', 'USD', 1,
    -100, -19, -119, 0, 'e', 'ann', 'below zero', '2023-12-01Z', '2024-01-01Z', '2024-01-02Z', '2024-01-02Z'
);
insert into book.invoice_taxes (
    invoice_tax_id, build_number, invoice_id, account_id, currency, jurisdiction, category, rate_kind, treatment, reason, rate_bp, line_count,
    taxable_minor, tax_minor, tax_included_minor
) values (
    pg_temp.id('acme note tax'), 2, pg_temp.id('acme note'), 'acme', 'USD', 'DE', 'standard', 'standard', 'standard', 'standard_rate', 1900, 1, -100, -19, 0
);
insert into book.invoice_voids values (pg_temp.id('acme note'), 2, 'a1', 'ann', 'not meant', '2024-01-03Z');

insert into raw.payment_sessions (record_key, batch_id, row_number, session_id, account_id, amount_minor, currency, created_at) values
(pg_temp.id('s1'), 4, 1, 's1', 'acme', 4000, 'EUR', '2024-01-02Z'), (pg_temp.id('s1'), 4, 2, 's1', 'acme', 5000, 'EUR', '2024-01-02Z'), (pg_temp.id('s2'), 4, 3, 's2', 'plat', 900, 'USD', '2024-01-03Z');
insert into current.payments (payment_id, provider, account_id, session_id, currency, received_minor, posted_minor, state, event_count, first_event_at, last_event_at, last_event_id, ledger_entry_id) values
('pi_1', 'stripe', 'acme', 's1', 'EUR', 5000, 5000, 'received', 2, '2024-01-02T00:01Z', '2024-01-02T00:02Z', 'evt_2', pg_temp.id('acme payment')),
('pi_2', 'stripe', null, null, 'USD', 700, 0, 'unknown_customer', 1, '2024-01-04Z', '2024-01-04Z', 'evt_3', null);
insert into current.disputes (dispute_id, payment_id, account_id, currency, status, lifecycle, amount_minor, withdrawn_minor, fee_minor, reinstated_minor, has_evidence, opened_at, last_event_at, last_event_id) values
('dp_1', 'pi_1', 'acme', 'EUR', 'needs_response', 'evidence_due', 700, 0, 0, 0, false, '2024-01-05Z', '2024-01-05Z', 'evt_4');
insert into current.refunds (refund_id, account_id, reference, mode, status, currency, amount_minor) values ('re_1', 'acme', 'pi_1', 'provider_charge', 'succeeded', 'EUR', 100);
insert into current.findings (finding_id, check_name, account_id, subject, reason, remedy, owner, age_bucket, record_count, first_seen_build, parks_account, first_seen_at) values
(pg_temp.id('f1'), 'usage_to_rated', 'acme', 'token_input', 'It waits.', 'Land a price.', 'pricing', 'to_7_days', 1, 3, false, '2024-02-01T12:00Z'), (pg_temp.id('f2'), 'stripe_to_sessions', null, 'pi_2', 'Nobody knows the customer.', 'Link the customer.', 'payment_operations', 'to_7_days', 1, 3, false, '2024-02-01T12:00Z');

insert into current.findings (finding_id, check_name, account_id, subject, reason, remedy, owner, age_bucket, record_count, first_seen_build, parks_account, first_seen_at, approver, exception_reason, expires_on) values
(pg_temp.id('f3'), 'usage_to_rated', 'acme', 'unit', 'It waits.', 'Land a price.', 'pricing', 'to_7_days', 1, 3, false, '2024-02-01T12:00Z', 'zoe', 'Known.', '2024-02-29');
insert into current.retention_policies values ('raw', 'usage_events', 120, 540, true, true, 'Tax law.', 'It grows.');
insert into book.usage_summaries values (pg_temp.id('summary'), 3, 'acme', 1, 'token_input', 'quantity', 'small', 'on_demand', 'p1', null, null, 2, 150, '2024-01-01Z', '2024-02-01Z', '2024-01-05T10:15Z', '2024-01-05T11:15Z');
insert into book.usage_summary_proofs values (pg_temp.id('proof'), 3, 'acme', 1, 'token_input', 2, 150, 2, 150, 0, 'hash', '2024-01-01Z', '2024-02-01Z');
insert into raw.actions (record_key, batch_id, row_number, action_id, kind, account_id, actor, reason, requested_at) values
(pg_temp.id('portal'), 4, 4, 'portal-1', 'portal_session', 'acme', 'ann', 'asked by phone', '2024-01-05Z');

insert into current.budget_postures values ('b1', 'acme', null, 'USD', 'month', 'notify_only', 'watched', null, '{50,80}', 20, 10, '2024-02-01Z', '2024-03-01Z');
insert into book.budget_events values (pg_temp.id('crossed'), 3, 'b1', 'acme', null, 'USD', 'month', 1, 50, 20, 10, '2024-02-01Z', '2024-03-01Z', '2024-02-01T12:00Z');
insert into current.prepaid_postures values ('plat', 'USD', 'depleted', 'restrict', 'none', true, -200, 0, -200, null, 24, 0, null, null);
insert into book.outbox_events values (pg_temp.id('told'), 3, 'budget_threshold_crossed', 'acme', null, 'budget_event', 'b1', 1, '{}', '2024-02-01T12:00Z');

insert into current.commits values ('c1', 'acme', 'USD', 1000, 11, 989, 0, 0, 0, 1.2, true, false, '2024-01-01Z', '2025-01-01Z');
insert into current.credit_grants values ('g1', 'acme', 'USD', 'active', 0, 500, 11, 489, 0, '2024-01-01Z', '9999-12-31Z');

insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values (5, 'shadow', '2024-02-01T12:00Z', 'c', 's');
insert into control.shadow_runs values (5, 5, 1, 'prices.csv', null, null, '2024-01-01Z', '2024-02-01Z');
insert into control.shadow_results values (5, 'acme', 'acme', 'retail', 'token_input', null, 'on_demand', 'USD', 10, 10, 11, 12, 1, true);
insert into control.shadow_lines (
    build_number, line_number, account_id, usage_account_id, side, meter, currency, existing_quantity, candidate_quantity,
    existing_exact, candidate_exact, delta_exact, period_start, window_start
) values (5, 1, 'acme', 'acme', 'retail', 'token_input', 'USD', 10, 10, 11, 12, 1, '2024-01-01Z', '2024-01-01Z');
insert into control.shadow_proofs values (5, 5, 5, 7, 7, '{}', '2024-01-01Z', '2024-02-01Z');
insert into control.build_outcomes (build_number, status) values (5, 'planned');
