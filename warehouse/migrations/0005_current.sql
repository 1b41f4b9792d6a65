-- What is true now and is no book: refreshed by the posting transaction, and made again by the next build if it is lost.

create table current.accounts (
    account_id text primary key,
    account_type text not null, name text, parent_account_id text, reseller_account_id text, bill_to_account_id text,
    currency text not null, billing_timezone text not null, billing_mode text not null, country text,
    tax_responsibility text not null, credit_risk_owner text, retail_plan_id text, wholesale_plan_id text,
    status text not null, issuer_id text, payment_terms_days int not null, credit_limit_minor bigint
);
comment on table current.accounts is 'The newest version of each account.';

create table current.meters (
    meter text primary key, input_unit text not null, base_unit text not null, service_name text not null
);
comment on table current.meters is 'The meters the last build knew, for surfaces.';

create table current.usage_holdings (
    usage_record_id uuid primary key,
    account_id text not null, meter text not null, resource_id text,
    quantity numeric(38, 9) not null,
    is_open boolean not null, is_open_too_long boolean not null,
    started_at timestamptz not null, ended_at timestamptz not null
);
create index usage_holdings_by_account on current.usage_holdings (account_id, meter, resource_id);
comment on table current.usage_holdings is 'Spans and paired starts and stops as the last build saw them, in base units; an open one ends at its as_of.';

create table current.usage_exceptions (
    event_key uuid primary key,
    account_id text not null, meter text not null,
    state text not null check (state in ('waiting', 'replaced', 'duplicate', 'free')),
    reason text not null
);
create index usage_exceptions_by_account on current.usage_exceptions (account_id, meter);
comment on table current.usage_exceptions is 'Single events that are not billed as they are: replaced, repeated, or waiting for something else.';

create table current.unrated_usage (
    unrated_usage_id uuid primary key,
    account_id text not null, meter text not null, resource_id text, resource_type text, pricing_mode text not null,
    side text, reason text not null,
    record_count bigint not null, quantity numeric(38, 9) not null,
    window_start timestamptz not null, window_end timestamptz not null
);
create index unrated_usage_by_account on current.unrated_usage (account_id, meter, window_start);
comment on table current.unrated_usage is 'Windows that wait: meter, account, price or the end of the window is missing. Resolves by itself.';

create table current.group_totals (
    posting_group_id uuid primary key,
    account_id text not null, currency text not null, is_posted boolean not null,
    line_count bigint not null, record_count bigint not null, quantity numeric(38, 9) not null,
    amount_exact numeric(38, 12) not null, posted_minor bigint not null
);
create index group_totals_by_account on current.group_totals (account_id);
comment on table current.group_totals is 'Running totals per posting group, right after each build; verify recomputes them from the book.';

create table current.draft_invoices (
    invoice_id uuid primary key,
    account_id text not null, currency text not null, line_count bigint not null,
    subtotal_minor bigint not null, tax_minor bigint not null, total_minor bigint not null,
    period_start timestamptz not null, period_end timestamptz not null
);
create table current.draft_invoice_lines (
    invoice_line_id uuid primary key,
    invoice_id uuid not null, posting_group_id uuid not null, account_id text not null,
    line_type text not null, meter text, resource_type text, description text not null, currency text not null, unit text,
    quantity numeric(38, 9) not null, unit_price numeric(38, 18),
    amount_minor bigint not null,
    service_period_start timestamptz not null, service_period_end timestamptz not null
);
create index draft_invoice_lines_by_invoice on current.draft_invoice_lines (invoice_id);
create index draft_invoices_by_account on current.draft_invoices (account_id);
create index draft_invoice_lines_by_account on current.draft_invoice_lines (account_id);
comment on table current.draft_invoices is 'Drafts of ended periods that are not closed, header = lines.';
comment on table current.draft_invoice_lines is 'One line for each posting group booked in the period of the draft.';

create table current.payments (
    payment_id text primary key,
    provider text not null, account_id text, session_id text, currency text not null,
    received_minor bigint not null, posted_minor bigint not null,
    state text not null, event_count bigint not null, first_event_at timestamptz not null, last_event_at timestamptz not null,
    last_event_id text not null, ledger_entry_id uuid, correlation_id text
);
comment on table current.payments is 'Payments as the provider events tell them, joined with the sessions recorded before the redirect.';

create table current.findings (
    finding_id uuid primary key,
    check_name text not null, account_id text, subject text not null, reason text not null, remedy text not null,
    currency text, amount_minor bigint,
    parks_account boolean not null,
    first_seen_at timestamptz not null
);
comment on table current.findings is 'Offenders of every reconciliation check with their reason, and what to do about them.';

create table current.parked_accounts (
    account_id text not null, finding text not null, reason text not null,
    parked_by_build bigint not null, since timestamptz not null,
    primary key (account_id, finding)
);
comment on table current.parked_accounts is 'Accounts whose groups stay as the book has them until the finding is gone.';
