-- Provider events under judgement.
with judged as (
    select
        stripe_events.event_type,
        stripe_events.object_id,
        coalesce(stripe_events.api_version, 'none') as api_version,
        case when stripe_events.is_live then 'live' else 'test' end as ledger_mode,
        case when ingest_batches.received_at - stripe_events.created_at > interval '48 hours' then 1 else 0 end as is_late,
        stripe_events.body -> 'data' -> 'object' ->> 'currency' as currency,
        abs(cast(substring(coalesce(
            stripe_events.body -> 'data' -> 'object' ->> 'amount', stripe_events.body -> 'data' -> 'object' ->> 'amount_total'
        ) from '^-?[0-9]{{1,18}}$') as numeric)) as amount
    from raw.stripe_events
    inner join raw.ingest_batches on ingest_batches.batch_id = stripe_events.batch_id
    where stripe_events.batch_id = any(cast({batch_ids} as bigint[]))
),

medians as (
    select
        given.key as currency,
        cast(given.value as numeric) as amount
    from jsonb_each_text(cast({median_amounts} as jsonb)) as given
)

select
    judged.*,
    judged.amount / medians.amount as times_the_usual_amount
from judged
left join medians on medians.currency = judged.currency
