-- Usage records behind rated lines: of the same using account, meter, resource and attribution, in the window. What does not count is not named.
with rated_usage as (

    select *
    from billing.rated_usage
    where rated_usage.rated_line_id = any(%(lines)s::uuid[])

),

records as (

    select distinct on (usage.usage_record_id) usage.*
    from rated_usage
    inner join billing.usage
        on
            usage.account_id = rated_usage.usage_account_id
            and usage.meter = rated_usage.meter
            and usage.pricing_mode = rated_usage.pricing_mode
            and usage.resource_id is not distinct from rated_usage.resource_id
            and usage.resource_type is not distinct from rated_usage.resource_type
            and usage.project_id is not distinct from rated_usage.project_id
            and usage.submitter_id is not distinct from rated_usage.submitter_id
            and usage.route_id is not distinct from rated_usage.route_id
            and usage.region is not distinct from rated_usage.region
            and usage.pricing_snapshot - 'wholesale_unit_price' is not distinct from rated_usage.pricing_snapshot - 'wholesale_unit_price'
            and usage.started_at < rated_usage.window_end
            and case
                when usage.event_kind in ('quantity', 'reading') then usage.started_at >= rated_usage.window_start
                else coalesce(usage.ended_at, 'infinity') > rated_usage.window_start
            end
    where usage.is_counted

)

select
    records.usage_record_id,
    records.source,
    records.event_id,
    records.event_kind,
    records.batch_id,
    records.account_id,
    records.meter,
    records.resource_id,
    records.resource_type,
    records.quantity,
    records.unit,
    records.state,
    records.reason,
    records.started_at,
    records.ended_at,
    records.correlation_id,
    count(*) over () as total_count
from records
order by records.started_at, records.source collate "C", records.event_id collate "C"
limit %(cap)s
