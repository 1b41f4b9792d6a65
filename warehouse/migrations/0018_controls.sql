-- What watches the book: budget events, what somebody must be told of (the outbox), attempts to tell it, and where accounts stand now.

create table book.budget_events (
    budget_event_id uuid primary key,
    build_number bigint not null,
    policy_id text not null,
    account_id text not null,
    project_id text,
    currency text not null,
    period text not null check (period in ('month', 'quarter', 'year')),
    event_number int not null check (event_number > 0),
    threshold_percent numeric(9, 4) not null,
    budget_minor bigint not null,
    spend_minor bigint not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    seen_at timestamptz not null,
    unique (policy_id, period, period_start, threshold_percent, event_number)
);
comment on table book.budget_events is 'Spend that moved while it was at or over a threshold of a budget, once for each build that saw it: first seen, last seen and count are aggregates.';

create table book.outbox_events (
    outbox_event_id uuid primary key,
    build_number bigint not null,
    event_type text not null,
    account_id text,
    project_id text,
    subject_type text not null,
    subject_id text not null,
    event_number int not null check (event_number > 0),
    payload jsonb not null,
    occurred_at timestamptz not null,
    unique (event_type, subject_type, subject_id, event_number)
);
create index outbox_events_by_subject on book.outbox_events (subject_type, subject_id);
comment on table book.outbox_events is 'What somebody must be told of, once: budgets crossed, balances, documents, disputes. Red builds are added by control.outbox.';

create table control.outbox_deliveries (
    outbox_event_id uuid not null,
    contact_id text not null,
    attempt_number int not null check (attempt_number > 0),
    channel text not null check (channel in ('email', 'webhook', 'file')),
    outcome text not null check (outcome in ('delivered', 'failed', 'dead')),
    error text,
    attempted_at timestamptz not null,
    next_attempt_at timestamptz,
    primary key (outbox_event_id, contact_id, attempt_number),
    check ((outcome = 'failed') = (next_attempt_at is not null)),
    check ((outcome = 'delivered') = (error is null))
);
comment on table control.outbox_deliveries is 'Attempts to deliver an event to a contact. A failed one is tried again; a dead one was the last.';

do $$
declare protected regclass;
begin
    foreach protected in array array['book.budget_events', 'book.outbox_events', 'control.outbox_deliveries']::regclass[] loop
        execute format('create trigger never_changed before update or delete on %s for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on %s for each statement execute function book.refuse_change()', protected);
        execute format('alter table %s enable always trigger never_changed', protected);
        execute format('alter table %s enable always trigger never_truncated', protected);
    end loop;
end $$;

create table current.budget_postures (
    policy_id text primary key,
    account_id text not null, project_id text, currency text not null, period text not null, action text not null,
    state text not null check (state in ('watched', 'waiting')), reason text,
    threshold_percents numeric(9, 4)[] not null,
    budget_minor bigint not null, spend_minor bigint,
    period_start timestamptz, period_end timestamptz
);
create index budget_postures_by_account on current.budget_postures (account_id);
comment on table current.budget_postures is 'Budget policies with what was spent in the period that runs; one that waits has a reason and no spend.';

create table current.prepaid_postures (
    account_id text not null, currency text not null,
    state text not null check (state in ('ok', 'runway_short', 'low_balance', 'depleted')),
    depleted_action text not null, dispute_policy text not null, has_policy boolean not null,
    balance_minor bigint not null, unbilled_tax_minor bigint not null, available_minor bigint not null,
    low_balance_minor bigint, burn_hours int not null, burn_per_hour numeric(38, 12) not null,
    runway_hours numeric(38, 9), runway_hours_wanted numeric(38, 9),
    primary key (account_id, currency)
);
comment on table current.prepaid_postures is 'Prepaid accounts with what is left, how fast it goes, and the state their policy calls that.';

-- Newest contacts among the batches that builds took.
create view control.contacts_in_force as
select
    contacts_in_order.contact_id,
    contacts_in_order.account_id,
    contacts_in_order.project_id,
    contacts_in_order.role,
    contacts_in_order.channel,
    contacts_in_order.address,
    contacts_in_order.known_from_build
from (
    select
        contacts.*,
        min(build_batches.build_number) over (partition by contacts.record_key) as known_from_build,
        row_number() over (partition by contacts.record_key order by contacts.batch_id desc, contacts.row_number desc) as recency
    from raw.contacts
    inner join control.build_batches on build_batches.batch_id = contacts.batch_id
) as contacts_in_order
where contacts_in_order.recency = 1;
comment on view control.contacts_in_force is 'Contacts as their newest version says, with the build that first knew them.';

-- A red build posts nothing, so what is told of it comes from its outcome and has its key.
create view control.outbox as
select
    outbox_events.outbox_event_id,
    outbox_events.build_number,
    outbox_events.event_type,
    outbox_events.account_id,
    outbox_events.project_id,
    outbox_events.subject_type,
    outbox_events.subject_id,
    outbox_events.event_number,
    outbox_events.payload,
    outbox_events.occurred_at
from book.outbox_events
union all
select
    encode(substring(sha256(convert_to('build_failed:' || builds.build_number::text, 'UTF8')) from 1 for 16), 'hex')::uuid,
    builds.build_number,
    'build_failed',
    null,
    null,
    'build',
    builds.build_number::text,
    1,
    jsonb_build_object(
        'build_number', builds.build_number,
        'as_of', to_char(builds.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'red_gates', coalesce((
            select jsonb_agg(gate_results.gate order by gate_results.gate collate "C")
            from control.gate_results
            where gate_results.build_number = builds.build_number and gate_results.status <> 'pass'
        ), '[]'::jsonb)
    ),
    builds.as_of
from control.builds
inner join control.build_outcomes on build_outcomes.build_number = builds.build_number
where builds.kind = 'build' and build_outcomes.status = 'failed';
comment on view control.outbox is 'Every event of the outbox with its payload: those of the book and the builds that failed.';

-- Contacts of the project, else of the account; what belongs to no account is for the contacts with the role house. Nobody is told of what was before him.
create view control.outbox_recipients as
select
    outbox.outbox_event_id,
    contacts_in_force.contact_id,
    contacts_in_force.channel,
    contacts_in_force.address
from control.outbox
inner join control.contacts_in_force
    on
        contacts_in_force.known_from_build <= outbox.build_number
        and case
            when outbox.account_id is null then contacts_in_force.role = 'house'
            else
                contacts_in_force.account_id = outbox.account_id
                and contacts_in_force.role is distinct from 'house'
                and contacts_in_force.project_id is not distinct from case
                    when exists (
                        select from control.contacts_in_force as of_project
                        where
                            of_project.account_id = outbox.account_id
                            and of_project.project_id = outbox.project_id
                            and of_project.role is distinct from 'house'
                            and of_project.known_from_build <= outbox.build_number
                    ) then outbox.project_id
                end
        end;
comment on view control.outbox_recipients is 'Who is told of each event, on which channel and where.';
