-- A reconciliation that ages: how complete each check is, what does not match by its age, and when each finding came and went.

alter table control.reconciliation_results add column completeness_percent numeric(7, 4);

create table control.reconciliation_ages (
    build_number bigint not null references control.publications,
    check_name text not null,
    currency text not null,
    age_bucket text not null,
    unmatched bigint not null,
    amount_unmatched_minor bigint not null,
    oldest_since timestamptz not null,
    primary key (build_number, check_name, currency, age_bucket)
);
comment on table control.reconciliation_ages is 'What did not match in each published build, by check, currency and age; currency is empty where a check counts records and no money.';

create table control.finding_changes (
    finding_id uuid not null,
    build_number bigint not null references control.publications,
    change text not null check (change in ('opened', 'gone')),
    check_name text not null,
    account_id text,
    subject text not null,
    seen_at timestamptz not null,
    primary key (finding_id, build_number)
);
create index finding_changes_by_build on control.finding_changes (build_number);
comment on table control.finding_changes is 'The build that saw a finding first, and the one that saw it no more: its age is a fact, whatever becomes of current.';

do $$
declare protected regclass;
begin
    foreach protected in array array['control.reconciliation_ages', 'control.finding_changes']::regclass[] loop
        execute format('create trigger never_changed before update or delete on %s for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on %s for each statement execute function book.refuse_change()', protected);
        execute format('alter table %s enable always trigger never_changed', protected);
        execute format('alter table %s enable always trigger never_truncated', protected);
    end loop;
end $$;

-- Findings that stand keep the build that saw them first.
insert into control.finding_changes (finding_id, build_number, change, check_name, account_id, subject, seen_at)
select
    findings.finding_id, min(publications.build_number), 'opened', findings.check_name, findings.account_id, findings.subject, findings.first_seen_at
from current.findings
inner join control.publications on publications.as_of = findings.first_seen_at
group by findings.finding_id;

alter table current.findings
add column owner text,
add column record_count bigint,
add column age_bucket text,
add column first_seen_build bigint,
add column approver text,
add column exception_reason text,
add column expires_on date;

-- What stands for the single usage events of a closed period one day, the proof that nothing is lost by it, and how long each table is kept.

create table book.usage_summaries (
    usage_summary_id uuid primary key,
    build_number bigint not null,
    account_id text not null,
    summary_number int not null check (summary_number > 0),
    meter text not null,
    event_kind text not null,
    resource_type text,
    pricing_mode text not null,
    project_id text,
    route_id text,
    region text,
    event_count bigint not null check (event_count > 0),
    quantity_sum numeric(38, 9) not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    first_occurred_at timestamptz not null,
    last_occurred_at timestamptz not null
);
create index usage_summaries_by_account on book.usage_summaries (account_id, period_start);
comment on table book.usage_summaries is 'Usage events of a closed period added up as they landed, without what names a person. A later number takes the place of an earlier one.';

create table book.usage_summary_proofs (
    usage_summary_proof_id uuid primary key,
    build_number bigint not null,
    account_id text not null,
    summary_number int not null check (summary_number > 0),
    meter text not null,
    raw_event_count bigint not null,
    raw_quantity_sum numeric(38, 9) not null,
    summary_event_count bigint not null,
    summary_quantity_sum numeric(38, 9) not null,
    personal_value_count bigint not null,
    raw_events_hash text not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    unique (account_id, period_start, summary_number, meter),
    check (raw_event_count = summary_event_count and raw_quantity_sum = summary_quantity_sum)
);
comment on table book.usage_summary_proofs is 'For each account, meter and period: what the events come to, what their summary comes to, and a hash over the events. They are the same, or there is no row.';

do $$
declare protected regclass;
begin
    foreach protected in array array['book.usage_summaries', 'book.usage_summary_proofs']::regclass[] loop
        execute format('create trigger never_changed before update or delete on %s for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on %s for each statement execute function book.refuse_change()', protected);
        execute format('alter table %s enable always trigger never_changed', protected);
        execute format('alter table %s enable always trigger never_truncated', protected);
    end loop;
end $$;

create table current.retention_policies (
    table_schema text not null, table_name text not null,
    keep_months int not null, compact_after_days int,
    has_personal_data boolean not null, can_be_compacted boolean not null,
    legal_basis text not null, reason text not null,
    primary key (table_schema, table_name)
);
comment on table current.retention_policies is 'The retention policies the last build knew, for surfaces.';
