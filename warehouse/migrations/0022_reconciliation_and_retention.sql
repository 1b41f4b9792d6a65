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
add column first_seen_build bigint;
