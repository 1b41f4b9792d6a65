-- What is usual of what builds book: the customer entries of the ten builds before the newest one that booked any.
with builds as (
    select ledger_entries.build_number
    from billing.ledger_entries
    group by ledger_entries.build_number
    order by ledger_entries.build_number desc
    limit 11
),

judged as (
    select max(builds.build_number) as build_number from builds
),

earlier as (
    select ledger_entries.*
    from billing.ledger_entries
    inner join builds on builds.build_number = ledger_entries.build_number
    inner join judged on builds.build_number < judged.build_number
),

medians as (
    select
        earlier.entry_type || ' ' || earlier.currency as kind,
        percentile_disc(0.5) within group (order by abs(earlier.amount_minor)) as amount_minor
    from earlier
    where earlier.amount_minor <> 0
    group by earlier.entry_type, earlier.currency
)

select
    (select judged.build_number from judged) as judged_build,
    (select greatest(count(*) - 1, 0) from builds) as build_count,
    coalesce((select jsonb_object_agg(medians.kind, medians.amount_minor::text) from medians), '{}') as median_amounts,
    (select array_agg(entry_types.entry_type order by entry_types.entry_type collate "C") from reference.entry_types) as entry_types,
    coalesce((select pipeline_health.backlog_count from operations.pipeline_health where pipeline_health.stage = 'rating'), 0) as waiting_count,
    coalesce((select sum(batches.landed_count) from operations.batches where batches.kind = 'usage'), 0)::bigint as usage_count
