-- Rated lines that usage records went into, on both sides.
select distinct rated_usage.rated_line_id, rated_usage.posting_group_id
from billing.usage
inner join billing.rated_usage
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
where
    usage.usage_record_id = any(%(records)s::uuid[])
    and usage.is_counted
