-- Business records. The same key again with other content is a new version: later batch, then later row.
-- record_key is the first 16 bytes of sha256 over the length-prefixed key columns.
-- An open end is 9999-12-31; a validity without a beginning starts at 1990-01-01, before any usage that can land.

create table raw.accounts (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    account_id text not null,
    account_type text not null default 'tenant' check (account_type in ('tenant', 'reseller', 'end_customer')),
    name text,
    parent_account_id text,
    reseller_account_id text,
    bill_to_account_id text,
    currency text not null,
    billing_timezone text not null default 'UTC',
    billing_mode text not null default 'postpaid' check (billing_mode in ('postpaid', 'prepaid')),
    country text,
    tax_responsibility text not null default 'platform' check (tax_responsibility in ('platform', 'reseller')),
    credit_risk_owner text check (credit_risk_owner in ('reseller', 'platform')),
    retail_plan_id text,
    wholesale_plan_id text,
    status text not null default 'active',
    valid_from timestamptz not null default '1990-01-01Z',
    legal_name text, address_line text, postal_code text, city text, tax_id text, email text,
    issuer_id text,
    payment_terms_days int not null default 14 check (payment_terms_days >= 0),
    purchase_order text,
    credit_limit_minor bigint,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.issuers (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    issuer_id text not null,
    legal_name text, address_line text, postal_code text, city text, country text, tax_id text,
    invoice_series text, credit_note_series text, iban text,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.contacts (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    contact_id text not null,
    account_id text not null, project_id text, role text,
    channel text not null default 'email' check (channel in ('email', 'webhook', 'file')),
    address text,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.plans (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    plan_id text not null, plan_version_id text not null,
    name text, currency text,
    minimum_amount numeric(38, 18) check (minimum_amount >= 0), maximum_amount numeric(38, 18) check (maximum_amount >= 0),
    valid_from timestamptz not null default '1990-01-01Z', valid_to timestamptz not null default '9999-12-31Z',
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.prices (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    price_id text not null,
    plan_id text, account_id text,
    meter text not null, resource_type text,
    pricing_mode text not null default 'on_demand' check (pricing_mode in ('on_demand', 'spot', 'reserved')),
    currency text not null,
    model text not null check (model in ('per_unit', 'graduated', 'volume', 'package', 'percentage', 'graduated_percentage', 'flat')),
    unit_price numeric(38, 18) check (unit_price >= 0),
    per_units bigint not null default 1 check (per_units > 0),
    free_units numeric(38, 9) not null default 0 check (free_units >= 0),
    package_size numeric(38, 9) check (package_size > 0),
    package_rounding text not null default 'up' check (package_rounding in ('up', 'down')),
    flat_fee numeric(38, 18) check (flat_fee >= 0),
    minimum_amount numeric(38, 18) check (minimum_amount >= 0), maximum_amount numeric(38, 18) check (maximum_amount >= 0),
    event_fee numeric(38, 18), event_minimum numeric(38, 18), event_maximum numeric(38, 18),
    "interval" text not null default 'month' check ("interval" in ('month', 'year')),
    charge_timing text not null default 'arrears' check (charge_timing in ('arrears', 'advance')),
    proration text not null default 'second' check (proration in ('second', 'day', 'none')),
    quantity_multiple numeric(38, 9) not null default 1 check (quantity_multiple > 0),
    quantity_rounding text not null default 'none' check (quantity_rounding in ('none', 'ceiling', 'floor', 'half_up')),
    zero_usage_fee boolean not null default true,
    tax_category text,
    tax_included boolean not null default false,
    rounding text not null default 'half_away' check (rounding in ('half_away', 'half_even', 'up', 'down')),
    valid_from timestamptz not null default '1990-01-01Z', valid_to timestamptz not null default '9999-12-31Z',
    correlation_id text,
    constraint contract_or_plan check (plan_id is null or account_id is null),
    primary key (record_key, batch_id, row_number)
);

create table raw.price_tiers (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    price_id text not null, tier_no int not null check (tier_no > 0),
    up_to numeric(38, 9) check (up_to > 0),
    unit_price numeric(38, 18) check (unit_price >= 0), flat_fee numeric(38, 18) check (flat_fee >= 0),
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.subscriptions (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    subscription_id text not null,
    account_id text not null, plan_id text not null, plan_version_id text,
    quantity numeric(38, 9) not null default 1 check (quantity >= 0),
    starts_at timestamptz not null, ends_at timestamptz not null default '9999-12-31Z',
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.discounts (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    discount_id text not null,
    account_id text not null, percent numeric(9, 4) check (percent >= 0 and percent <= 100), amount_minor bigint check (amount_minor >= 0),
    currency text, meter text,
    starts_at timestamptz not null default '1990-01-01Z', ends_at timestamptz not null default '9999-12-31Z', max_periods int check (max_periods > 0),
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.commit_contracts (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    contract_id text not null,
    account_id text not null, currency text not null, amount_minor bigint not null check (amount_minor >= 0),
    starts_at timestamptz not null, ends_at timestamptz not null,
    overage_multiplier numeric(9, 4) not null default 1 check (overage_multiplier >= 1),
    true_up boolean not null default true,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.credit_grants (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    grant_id text not null,
    account_id text not null, currency text not null, amount_minor bigint not null check (amount_minor > 0),
    priority int not null default 0,
    effective_at timestamptz not null, expires_at timestamptz not null default '9999-12-31Z',
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.fx_rates (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    provider text not null, rate_date date not null, source_currency text not null, target_currency text not null,
    rate numeric(38, 18) not null check (rate > 0),
    correlation_id text,
    primary key (record_key)
);

create table raw.tax_profiles (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    account_id text not null, jurisdiction text not null, valid_from timestamptz not null default '1990-01-01Z',
    treatment text not null default 'standard' check (treatment in ('standard', 'reverse_charge', 'exempt', 'out_of_scope')),
    tax_id text, exempt_reason text, valid_to timestamptz not null default '9999-12-31Z',
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.budget_policies (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    policy_id text not null,
    account_id text not null, project_id text, currency text not null, amount_minor bigint not null check (amount_minor > 0),
    period text not null default 'month' check (period in ('month', 'quarter', 'year')),
    threshold_percents text[] not null default '{50,80,100}',
    action text not null default 'notify_only',
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.prepaid_policies (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    account_id text not null, currency text not null,
    low_balance_minor bigint, runway_hours numeric(38, 9),
    depleted_action text not null default 'restrict' check (depleted_action in ('restrict', 'force_release')),
    dispute_policy text not null default 'none' check (dispute_policy in ('none', 'restrict')),
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.payment_sessions (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    session_id text not null,
    account_id text not null, provider text not null default 'stripe', provider_session_id text, idempotency_key text,
    amount_minor bigint not null check (amount_minor > 0), currency text not null,
    invoice_id text, created_at timestamptz not null,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.provider_customers (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    provider text not null, customer_id text not null,
    account_id text not null, is_default boolean not null default false,
    correlation_id text,
    primary key (record_key, batch_id, row_number)
);

create table raw.actions (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    action_id text not null,
    kind text not null, account_id text, currency text, amount_minor bigint, reference text,
    mode text check (mode in ('internal_credit', 'provider_charge', 'provider_balance')),
    actor text not null, reason text not null, requested_at timestamptz not null,
    correlation_id text,
    primary key (record_key)
);
