-- Usage and provider events as they arrived, in canonical form.

create table raw.usage_events (
    event_key uuid primary key,
    batch_id bigint not null,
    occurred_at timestamptz not null check (occurred_at >= '1990-01-01Z' and occurred_at < '2100-01-01Z'),
    ended_at timestamptz check (ended_at >= '1990-01-01Z' and ended_at < '2100-01-01Z'),
    quantity numeric(38, 9) check (quantity >= 0 and quantity < 'Infinity'),
    replaces_event_key uuid,
    source text,
    event_id text not null,
    replaces_event_id text,
    event_kind text not null check (event_kind in ('quantity', 'span', 'start', 'stop', 'level', 'reading')),
    meter text not null,
    account_id text not null,
    resource_id text,
    resource_type text,
    pricing_mode text not null check (pricing_mode in ('on_demand', 'spot', 'reserved')),
    project_id text,
    submitter_id text,
    route_id text,
    region text,
    correlation_id text,
    parent_resource_id text,
    pricing_snapshot jsonb,
    attributes jsonb,
    as_given jsonb
);
-- Batches arrive one after the other and times mostly in order: block ranges cost next to nothing while a file lands.
create index usage_events_by_batch on raw.usage_events using brin (batch_id) with (pages_per_range = 32, autosummarize = on);
create index usage_events_by_time on raw.usage_events using brin (occurred_at) with (pages_per_range = 32, autosummarize = on);
create index usage_events_holding on raw.usage_events (account_id, meter, resource_id, occurred_at) where event_kind <> 'quantity';
create index usage_events_replacing on raw.usage_events (replaces_event_key) where replaces_event_key is not null;
comment on table raw.usage_events is 'Canonical usage events. event_key is the first 16 bytes of sha256 over the length-prefixed source and event id; as_given keeps what canonical form would lose (given text of numbers and times).';

create table raw.stripe_events (
    event_id text primary key,
    batch_id bigint not null,
    event_type text not null,
    api_version text,
    is_live boolean,
    created_at timestamptz not null,
    object_type text,
    object_id text,
    content bytea not null,
    content_sha256 bytea not null,
    body jsonb not null
);
create index stripe_events_by_batch on raw.stripe_events (batch_id);
create index stripe_events_by_object on raw.stripe_events (object_id);
comment on table raw.stripe_events is 'Stripe events: content is the event byte for byte as received, body is derived from it.';
