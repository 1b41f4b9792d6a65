-- What metering tells beside what was held: gaps and overlaps, what counters came to, and which batches count no more.

alter table current.usage_holdings
add column has_gap boolean not null default false,
add column is_overlapping boolean not null default false;
comment on table current.usage_holdings is
'Spans, paired starts and stops, and levels as the last build saw them, in base units; an open one ends at its as_of.';

create table current.usage_readings (
    usage_record_id uuid primary key,
    account_id text not null, meter text not null, resource_id text,
    quantity numeric(38, 9) not null,
    is_reset boolean not null,
    occurred_at timestamptz not null
);
create index usage_readings_by_account on current.usage_readings (account_id, meter);
comment on table current.usage_readings is 'Readings of counters as the last build saw them, each with its increase over the one before in base units; 0 for the first one.';

create table current.batches_withdrawn (
    batch_id bigint primary key,
    action_id text not null,
    requested_by text not null, approved_by text not null, reason text not null,
    withdrawn_by_build bigint not null
);
comment on table current.batches_withdrawn is 'Usage batches that were withdrawn: their events count no more.';
