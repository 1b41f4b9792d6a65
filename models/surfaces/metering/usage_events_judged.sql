-- Usage events with what became of them, and whether their window cost nothing.

with usage_events as (

    select * from {{ ref('usage_events_reasoned') }}

),

windows_free as (

    select * from {{ ref('usage_windows_free') }}

),

usage_events_with_what_became_of_them as (

    select
        usage_events.*,
        coalesce(usage_events.is_held_free, windows_free.account_id is not null) as is_free
    from usage_events
    left join windows_free
        on
            windows_free.account_id = usage_events.account_id
            and windows_free.meter = usage_events.meter
            and windows_free.pricing_mode = usage_events.pricing_mode
            and windows_free.day_start = date_trunc('day', usage_events.occurred_at, 'UTC')
            and coalesce(windows_free.resource_id, '') = coalesce(usage_events.resource_id, '')
            and windows_free.resource_id is not distinct from usage_events.resource_id
            and windows_free.resource_type is not distinct from usage_events.resource_type
            and windows_free.project_id is not distinct from usage_events.project_id
            and windows_free.submitter_id is not distinct from usage_events.submitter_id
            and windows_free.route_id is not distinct from usage_events.route_id
            and windows_free.region is not distinct from usage_events.region
            and windows_free.pricing_snapshot is not distinct from usage_events.pricing_snapshot
            and windows_free.window_start <= usage_events.occurred_at
            and windows_free.window_end > usage_events.occurred_at
            and not usage_events.is_held

)

select * from usage_events_with_what_became_of_them
