-- Builds, batches, gates and publications: what happened when. Append-only, like everything that is not `current`.

create table control.builds (
    build_number bigint primary key check (build_number > 0),
    kind text not null check (kind in ('build', 'dry_run', 'shadow')),
    as_of timestamptz not null,
    code_hash text not null,
    seed_hash text not null,
    started_at timestamptz not null default clock_timestamp()
);
comment on table control.builds is 'One row for each build that was started. Models read as_of from the newest one.';

create table control.build_outcomes (
    build_number bigint primary key references control.builds,
    status text not null check (status in ('published', 'nothing_new', 'failed', 'abandoned', 'planned')),
    reason text,
    ended_at timestamptz not null default clock_timestamp()
);
comment on table control.build_outcomes is 'How a build ended. A build without a row is open; at most the newest one is.';

create table control.gate_results (
    build_number bigint not null references control.builds,
    gate text not null,
    status text not null check (status in ('pass', 'fail', 'error', 'missing')),
    failure_count bigint,
    message text,
    primary key (build_number, gate)
);
comment on table control.gate_results is 'One row for each gate that the manifest lists, for each build. A gate without a result is missing, and missing is failed.';

create table control.publications (
    build_number bigint primary key references control.builds,
    as_of timestamptz not null,
    rows_posted bigint not null,
    published_at timestamptz not null default clock_timestamp()
);
comment on table control.publications is 'One row for each build that readers see or saw. Written by the posting transaction, or not at all.';

create table control.reconciliation_results (
    build_number bigint not null references control.publications,
    check_name text not null,
    currency text not null,
    compared bigint not null,
    matched bigint not null,
    unmatched bigint not null,
    amount_unmatched_minor bigint not null,
    status text not null check (status in ('matched', 'unmatched')),
    primary key (build_number, check_name, currency)
);
comment on table control.reconciliation_results is 'One row per check and currency for each published build; currency is empty where a check counts records and no money.';

create table control.seals (
    build_number bigint not null references control.publications,
    table_name text not null,
    row_count bigint not null,
    rows_hash bytea not null,
    seal_version int not null,
    primary key (build_number, table_name)
);
comment on table control.seals is 'Hash of the rows that one publication added to one table of the book, ordered by id.';

create table control.seal_heads (
    build_number bigint primary key references control.publications,
    previous_head bytea not null,
    head bytea not null
);
comment on table control.seal_heads is 'The hash chain: head = sha256(previous head, the seals of the publication).';

create table raw.ingest_batches (
    batch_id bigint primary key,
    kind text not null check (kind in ('usage', 'records', 'stripe')),
    record_kind text,
    adapter text,
    adapter_sha256 text,
    parameters jsonb,
    file_name text not null,
    file_sha256 text not null,
    file_bytes bigint not null,
    rows_in_file bigint not null,
    rows_read bigint not null,
    landed_count bigint not null,
    duplicate_count bigint not null,
    conflict_count bigint not null,
    rejected_count bigint not null,
    received_at timestamptz not null default clock_timestamp(),
    constraint counts_add_up check (rows_read = landed_count + duplicate_count + conflict_count + rejected_count)
);
create sequence raw.batch_ids as bigint;
create index ingest_batches_by_file on raw.ingest_batches (file_sha256);
comment on table raw.ingest_batches is 'One row for each file that was landed, committed together with its rows.';

create table control.build_batches (
    batch_id bigint primary key references raw.ingest_batches,
    build_number bigint not null references control.builds
);
create index build_batches_by_build on control.build_batches (build_number);
comment on table control.build_batches is 'The build that took in each batch: every batch is taken exactly once, when it had been committed.';

create table raw.rejected_records (
    rejected_id uuid primary key,
    batch_id bigint not null,
    kind text not null,
    reason_code text not null,
    message text not null,
    line_number bigint,
    header bytea,
    content bytea not null,
    content_sha256 bytea not null,
    event_key uuid
);
create index rejected_records_by_batch on raw.rejected_records (batch_id);
comment on table raw.rejected_records is 'Quarantine: rejected and conflicting records, byte for byte as received, each with a stable reason code.';

create table raw.redrives (
    rejected_id uuid primary key references raw.rejected_records,
    batch_id bigint not null references raw.ingest_batches,
    redriven_at timestamptz not null default clock_timestamp()
);
comment on table raw.redrives is 'A rejected record that was sent in again: the batch that took its successor.';

create table control.installations (
    installation_number bigint primary key,
    code_hash text not null,
    seed_hash text not null,
    surface_hash text not null,
    installed_at timestamptz not null default clock_timestamp()
);
comment on table control.installations is 'What `tallyhouse up` put in place: seeds and surfaces, by hash. The newest row is what stands.';
