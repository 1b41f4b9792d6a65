-- What was held from when to when: spans as they are, starts paired with what ends them. An open one accrues up to as_of,
-- and at most as long as its meter allows.

with build as (

    select * from {{ ref('stg_control__build') }}

),

meters as (

    select * from {{ ref('meters') }}

),

holding_events as (

    select * from {{ ref('usage_holding_events') }}

),

-- A repeat does not end anything, so it is left out before starts look for their end.
starts_with_their_end as (

    select
        holding_events.*,
        lead(holding_events.occurred_at) over (
            partition by holding_events.account_id, holding_events.meter, holding_events.resource_id
            order by holding_events.position
        ) as next_at
    from holding_events
    where
        holding_events.event_kind in ('start', 'stop')
        and holding_events.reason is null

),

holdings_united as (

    select
        starts_with_their_end.event_key,
        starts_with_their_end.account_id,
        starts_with_their_end.meter,
        starts_with_their_end.resource_id,
        starts_with_their_end.resource_type,
        starts_with_their_end.pricing_mode,
        starts_with_their_end.project_id,
        starts_with_their_end.submitter_id,
        starts_with_their_end.route_id,
        starts_with_their_end.region,
        starts_with_their_end.pricing_snapshot,
        starts_with_their_end.quantity,
        starts_with_their_end.occurred_at as started_at,
        starts_with_their_end.next_at as stopped_at
    from starts_with_their_end
    where starts_with_their_end.event_kind = 'start'

    union all

    select
        holding_events.event_key,
        holding_events.account_id,
        holding_events.meter,
        holding_events.resource_id,
        holding_events.resource_type,
        holding_events.pricing_mode,
        holding_events.project_id,
        holding_events.submitter_id,
        holding_events.route_id,
        holding_events.region,
        holding_events.pricing_snapshot,
        holding_events.quantity,
        holding_events.occurred_at as started_at,
        holding_events.ended_at as stopped_at
    from holding_events
    where holding_events.event_kind = 'span'

),

holdings_accrued as (

    select
        holdings_united.*,
        least(
            coalesce(holdings_united.stopped_at, holdings_united.started_at + meters.max_open_hours * interval '1 hour', build.as_of),
            build.as_of
        ) as ended_at,
        case
            when holdings_united.stopped_at is not null then holdings_united.stopped_at > build.as_of
            else coalesce(holdings_united.started_at + meters.max_open_hours * interval '1 hour' > build.as_of, true)
        end as is_open,
        holdings_united.stopped_at is null
        and coalesce(holdings_united.started_at + meters.max_open_hours * interval '1 hour' <= build.as_of, false) as is_open_too_long
    from holdings_united
    cross join build
    left join meters on meters.meter = holdings_united.meter

)

select * from holdings_accrued
