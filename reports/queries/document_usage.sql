-- Raw records behind the changes of one document, as the build that booked each change knew them: what was replaced or withdrawn later still stands.
with changes as (

    select *
    from billing.invoice_line_changes
    where
        invoice_line_changes.invoice_id = %(invoice)s::uuid
        and invoice_line_changes.meter is not null

),

-- What counts at a moment is found by time, what is held by its account.
records_found as (

    select *
    from billing.usage
    where
        usage.account_id = any(%(accounts)s)
        and usage.meter = any(%(meters)s)
        and usage.event_kind in ('quantity', 'reading')
        and usage.occurred_at >= %(from)s
        and usage.occurred_at < %(until)s

    union all

    select *
    from billing.usage
    where
        usage.account_id = any(%(accounts)s)
        and usage.meter = any(%(meters)s)
        and usage.event_kind not in ('quantity', 'reading')
        and usage.started_at < %(until)s

),

records as (

    select
        records_found.*,
        batches.taken_by_build,
        least(
            batches.withdrawn_by_build,
            (
                select min(replacing_batches.taken_by_build)
                from billing.usage as replacing
                inner join operations.batches as replacing_batches on replacing_batches.batch_id = replacing.batch_id
                where replacing.replaces_usage_record_id = records_found.usage_record_id and records_found.state = 'replaced'
            )
        ) as out_by_build
    from records_found
    inner join operations.batches on batches.batch_id = records_found.batch_id
    where
        records_found.state in ('billed', 'free', 'replaced')
        -- What takes a record back without giving another one counted nothing.
        and (records_found.quantity is not null or records_found.replaces_usage_record_id is null)

),

records_of_changes as (

    select
        changes.rated_line_id,
        changes.revision,
        records.usage_record_id,
        records.source,
        records.event_id,
        records.event_kind,
        records.batch_id,
        records.started_at
    from changes
    inner join records
        on
            records.account_id = changes.usage_account_id
            and records.meter = changes.meter
            and records.pricing_mode = changes.pricing_mode
            and coalesce(records.resource_id, '') = coalesce(changes.resource_id, '')
            and records.resource_id is not distinct from changes.resource_id
            and records.resource_type is not distinct from changes.resource_type
            and records.project_id is not distinct from changes.project_id
            and records.submitter_id is not distinct from changes.submitter_id
            and records.route_id is not distinct from changes.route_id
            and records.region is not distinct from changes.region
            and records.pricing_snapshot - 'wholesale_unit_price' is not distinct from changes.pricing_snapshot - 'wholesale_unit_price'
            and records.started_at < changes.window_end
            and case
                when records.event_kind in ('quantity', 'reading') then records.started_at >= changes.window_start
                else coalesce(records.ended_at, 'infinity') > changes.window_start
            end
    where
        records.taken_by_build <= changes.build_number
        and coalesce(records.out_by_build > changes.build_number, records.state <> 'replaced')

)

select
    records_of_changes.rated_line_id::text as rated_line_id,
    records_of_changes.revision,
    records_of_changes.usage_record_id::text as usage_record_id,
    records_of_changes.source,
    records_of_changes.event_id,
    records_of_changes.event_kind,
    records_of_changes.batch_id,
    records_of_changes.started_at
from records_of_changes
order by
    records_of_changes.started_at,
    records_of_changes.source collate "C" nulls first,
    records_of_changes.event_id collate "C",
    records_of_changes.usage_record_id
