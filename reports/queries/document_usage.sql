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
        and usage.event_kind in ('span', 'start', 'level')
        and usage.started_at < %(until)s

),

-- A later build may have seen a record otherwise: until then it was what is kept of it.
standings as (

    select
        usage_superseded.usage_record_id,
        usage_superseded.is_counted,
        usage_superseded.ended_at,
        usage_superseded.build_number as until_build
    from operations.usage_superseded
    where
        usage_superseded.account_id = any(%(accounts)s)
        and usage_superseded.meter = any(%(meters)s)

    union all

    select
        records_found.usage_record_id,
        -- What is withdrawn is out with its batch.
        records_found.is_counted or batches.withdrawn_by_build is not null as is_counted,
        records_found.ended_at,
        9223372036854775807 as until_build
    from records_found
    inner join operations.batches on batches.batch_id = records_found.batch_id

),

standings_in_order as (

    select
        standings.*,
        lag(standings.until_build, 1, 0::bigint) over (partition by standings.usage_record_id order by standings.until_build) as from_build
    from standings

),

records as (

    select
        records_found.usage_record_id,
        records_found.source,
        records_found.event_id,
        records_found.event_kind,
        records_found.batch_id,
        records_found.account_id,
        records_found.meter,
        records_found.pricing_mode,
        records_found.resource_id,
        records_found.resource_type,
        records_found.project_id,
        records_found.submitter_id,
        records_found.route_id,
        records_found.region,
        records_found.pricing_snapshot,
        records_found.started_at,
        standings_in_order.ended_at,
        greatest(standings_in_order.from_build, batches.taken_by_build) as from_build,
        least(standings_in_order.until_build, batches.withdrawn_by_build) as until_build
    from records_found
    inner join standings_in_order on standings_in_order.usage_record_id = records_found.usage_record_id
    inner join operations.batches on batches.batch_id = records_found.batch_id
    where
        standings_in_order.is_counted
        and batches.taken_by_build is not null

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
        records.from_build <= changes.build_number
        and records.until_build > changes.build_number

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
