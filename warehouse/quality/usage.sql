-- Usage under judgement: what the expectations are about, without anything that names a person.
with judged as (
    select
        usage_events.meter,
        usage_events.resource_type,
        usage_events.project_id,
        usage_events.resource_id,
        usage_events.region,
        usage_events.quantity,
        case when ingest_batches.received_at - usage_events.occurred_at > interval '48 hours' then 1 else 0 end as is_late,
        case
            when exists (select from raw.accounts where accounts.account_id = usage_events.account_id) then 'known'
            else 'unknown'
        end as account_standing
    from raw.usage_events
    inner join raw.ingest_batches on ingest_batches.batch_id = usage_events.batch_id
    where usage_events.batch_id = any(cast({batch_ids} as bigint[]))
),

medians as (
    select
        given.key as meter,
        cast(given.value as numeric) as quantity
    from jsonb_each_text(cast({median_quantities} as jsonb)) as given
)

select
    judged.*,
    judged.quantity / medians.quantity as times_the_usual_quantity
from judged
left join medians on medians.meter = judged.meter
