-- What is usual of the provider's events: one row over the earlier deliveries.
with events as (
    select
        stripe_events.event_type,
        coalesce(stripe_events.api_version, 'none') as api_version,
        case when stripe_events.is_live then 'live' else 'test' end as ledger_mode,
        ingest_batches.received_at - stripe_events.created_at > interval '48 hours' as is_late,
        stripe_events.body -> 'data' -> 'object' ->> 'currency' as currency,
        abs(cast(substring(coalesce(
            stripe_events.body -> 'data' -> 'object' ->> 'amount', stripe_events.body -> 'data' -> 'object' ->> 'amount_total'
        ) from '^-?[0-9]{1,18}$') as numeric)) as amount
    from raw.stripe_events
    inner join raw.ingest_batches on ingest_batches.batch_id = stripe_events.batch_id
    where stripe_events.batch_id = any(%(batch_ids)s)
),

medians as (
    select
        events.currency,
        percentile_disc(0.5) within group (order by events.amount) as amount
    from events
    where events.amount > 0 and events.currency ~ '^[a-z]{3}$'
    group by events.currency
)

select
    count(*) as row_count,
    coalesce(round(count(*) filter (where events.is_late)::numeric / nullif(count(*), 0), 4), 0) as late_share,
    coalesce(array_agg(distinct events.event_type), '{}') as event_types,
    coalesce(array_agg(distinct events.api_version), '{}') as api_versions,
    coalesce(array_agg(distinct events.ledger_mode), '{}') as ledger_modes,
    coalesce((select jsonb_object_agg(medians.currency, medians.amount::text) from medians), '{}') as median_amounts
from events
