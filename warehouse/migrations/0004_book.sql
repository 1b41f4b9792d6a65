-- The book: written by the posting transaction only, never changed. A correction is a new row.

create table book.periods (
    period_id uuid primary key,
    build_number bigint not null,
    account_id text not null,
    billing_timezone text not null,
    currency text not null,
    billing_mode text not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    unique (account_id, period_start),
    check (period_start < period_end)
);
comment on table book.periods is 'Billing periods, inserted once when they begin to matter: a later change of time zone, currency or mode holds from the first period without a row.';

create table book.period_closings (
    period_id uuid not null references book.periods,
    closing_number int not null check (closing_number > 0),
    build_number bigint not null,
    status text not null check (status in ('closed', 'reopened')),
    action_id text,
    actor text not null,
    reason text not null,
    closed_at timestamptz not null,
    primary key (period_id, closing_number)
);
comment on table book.period_closings is 'Closings and re-openings of a period in order; the newest one says which it is.';

create table book.posting_groups (
    posting_group_id uuid primary key,
    build_number bigint not null,
    charge_id uuid not null,
    account_id text not null,
    usage_account_id text not null,
    side text not null check (side in ('retail', 'wholesale')),
    line_type text not null,
    meter text,
    resource_type text,
    pricing_mode text,
    price_source text not null,
    price_scope text,
    currency text not null,
    is_posted boolean not null,
    service_period_start timestamptz not null,
    service_period_end timestamptz not null
);
create index posting_groups_by_usage on book.posting_groups (usage_account_id, meter, service_period_start);
create index posting_groups_by_account on book.posting_groups (account_id, service_period_start);
comment on table book.posting_groups is 'What is rounded once and becomes one document line: billed account, using account, side, charge, currency, service period.';

create table book.rated_lines (
    rated_line_id uuid not null,
    revision int not null check (revision > 0),
    build_number bigint not null,
    posting_group_id uuid not null,
    ledger_entry_id uuid,
    window_start timestamptz not null,
    window_end timestamptz not null,
    booking_period_start timestamptz not null,
    quantity numeric(38, 9) not null,
    quantity_change numeric(38, 9) not null,
    amount_exact numeric(38, 12) not null,
    amount_exact_change numeric(38, 12) not null,
    record_count bigint not null,
    unit text not null,
    price_id text,
    pricing_model text not null,
    resource_id text,
    resource_type text,
    project_id text,
    submitter_id text,
    route_id text,
    region text,
    fx_snapshot_id uuid,
    pricing_snapshot jsonb,
    commit_contract_id text,
    credit_grant_id text,
    primary key (rated_line_id, revision)
);
create index rated_lines_by_group on book.rated_lines (posting_group_id);
create index rated_lines_revised on book.rated_lines (rated_line_id, revision) where revision > 1;
comment on table book.rated_lines is 'Rated lines with their revisions: the new total and the change. The current revision is the one without a next.';

create table book.journal_entries (
    ledger_entry_id uuid primary key,
    build_number bigint not null,
    entry_type text not null,
    posting_group_id uuid references book.posting_groups,
    entry_number int check (entry_number > 0),
    reference_type text not null,
    reference_id text not null,
    corrects_entry_id uuid,
    usage_account_id text,
    service_period_start timestamptz,
    service_period_end timestamptz,
    booking_period_start timestamptz,
    booked_at timestamptz not null,
    actor text not null,
    reason text,
    correlation_id text
);
create index journal_entries_by_group on book.journal_entries (posting_group_id, entry_number);
comment on table book.journal_entries is 'Journal entries: what was booked, for which service period, in which booking period, why and by whom.';

create table book.journal_legs (
    ledger_entry_id uuid not null references book.journal_entries,
    leg_number int not null check (leg_number > 0),
    build_number bigint not null,
    ledger_account text not null,
    account_id text,
    currency text not null,
    amount_minor bigint not null,
    primary key (ledger_entry_id, leg_number)
);
create index journal_legs_by_account on book.journal_legs (account_id, currency) include (amount_minor) where ledger_account = 'customer';
comment on table book.journal_legs is 'Legs of an entry, credits positive and debits negative: they sum to zero per currency. The customer leg is signed as the customer sees it.';

create function book.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on %.% is refused: the book is never changed, a correction is a new row', tg_op, tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create function book.legs_sum_to_zero() returns trigger language plpgsql as $$
declare offender record;
begin
    select new_legs.ledger_entry_id, new_legs.currency into offender
    from new_legs
    group by new_legs.ledger_entry_id, new_legs.currency
    having sum(new_legs.amount_minor) <> 0
    limit 1;
    if found then
        raise exception 'the legs of entry % do not sum to zero in %', offender.ledger_entry_id, offender.currency using errcode = 'check_violation';
    end if;
    -- Legs of one entry arrive in one statement, the first leg among them: the primary key then keeps a second statement out.
    select new_legs.ledger_entry_id into offender
    from new_legs
    group by new_legs.ledger_entry_id
    having min(new_legs.leg_number) <> 1
    limit 1;
    if found then
        raise exception 'the legs of entry % do not begin with leg 1', offender.ledger_entry_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create trigger legs_sum_to_zero after insert on book.journal_legs
referencing new table as new_legs for each statement execute function book.legs_sum_to_zero();

create function book.entry_has_legs() returns trigger language plpgsql as $$
begin
    if not exists (select from book.journal_legs where journal_legs.ledger_entry_id = new.ledger_entry_id) then
        raise exception 'entry % has no legs', new.ledger_entry_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger entry_has_legs after insert on book.journal_entries
deferrable initially deferred for each row execute function book.entry_has_legs();

-- A second wall behind ownership: owner mistakes and managed servers included.
do $$
declare protected record;
begin
    for protected in
        select schemaname, tablename from pg_tables where schemaname in ('raw', 'book', 'control')
    loop
        execute format('create trigger never_changed before update or delete on %I.%I for each row execute function book.refuse_change()', protected.schemaname, protected.tablename);
        execute format('create trigger never_truncated before truncate on %I.%I for each statement execute function book.refuse_change()', protected.schemaname, protected.tablename);
        execute format('alter table %I.%I enable always trigger never_changed', protected.schemaname, protected.tablename);
        execute format('alter table %I.%I enable always trigger never_truncated', protected.schemaname, protected.tablename);
    end loop;
end $$;
alter table book.journal_legs enable always trigger legs_sum_to_zero;
alter table book.journal_entries enable always trigger entry_has_legs;

-- Builds append, so block ranges find the rows of one build.
create index rated_lines_by_build on book.rated_lines using brin (build_number) with (pages_per_range = 16);
create index journal_entries_by_build on book.journal_entries using brin (build_number) with (pages_per_range = 16);
create index journal_legs_by_build on book.journal_legs using brin (build_number) with (pages_per_range = 16);
create index posting_groups_by_build on book.posting_groups using brin (build_number) with (pages_per_range = 16);
