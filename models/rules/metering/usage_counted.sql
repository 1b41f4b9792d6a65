-- Usage that is counted (so much was used at a time), by hour or piece of an hour: the contributions of all batches,
-- less what was replaced, plus what replaces it.

with usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

hours_cut as (

    select distinct
        usage_cut_hours.account_id,
        usage_cut_hours.meter,
        usage_cut_hours.hour_start
    from usage_cut_hours

),

whole_hours as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.resource_id,
        usage_contributions.resource_type,
        usage_contributions.pricing_mode,
        usage_contributions.project_id,
        usage_contributions.submitter_id,
        usage_contributions.route_id,
        usage_contributions.region,
        usage_contributions.pricing_snapshot,
        usage_contributions.record_count,
        usage_contributions.quantity,
        usage_contributions.hour_start as piece_start
    from usage_ranges
    inner join usage_contributions
        on
            usage_contributions.account_id = usage_ranges.account_id
            and usage_contributions.meter = usage_ranges.meter
            and usage_contributions.hour_start >= usage_ranges.range_start
            and usage_contributions.hour_start < usage_ranges.range_end
    left join hours_cut
        on
            hours_cut.account_id = usage_contributions.account_id
            and hours_cut.meter = usage_contributions.meter
            and hours_cut.hour_start = usage_contributions.hour_start
    where
        usage_contributions.event_kind = 'quantity'
        and not usage_contributions.is_replacing
        and hours_cut.account_id is null

),

events_of_cut_hours as (

    select
        events.event_key,
        events.account_id,
        events.meter,
        events.resource_id,
        events.resource_type,
        events.pricing_mode,
        events.project_id,
        events.submitter_id,
        events.route_id,
        events.region,
        events.pricing_snapshot,
        1 as record_count,
        events.quantity,
        usage_cut_hours.piece_start
    from usage_cut_hours
    inner join events
        on
            events.account_id = usage_cut_hours.account_id
            and events.meter = usage_cut_hours.meter
            and events.occurred_at >= usage_cut_hours.piece_start
            and events.occurred_at < usage_cut_hours.piece_end
    where
        events.event_kind = 'quantity'
        and events.replaces_event_key is null

),

effects_of_replacements as (

    select
        usage_events_replaced.account_id,
        usage_events_replaced.meter,
        usage_events_replaced.resource_id,
        usage_events_replaced.resource_type,
        usage_events_replaced.pricing_mode,
        usage_events_replaced.project_id,
        usage_events_replaced.submitter_id,
        usage_events_replaced.route_id,
        usage_events_replaced.region,
        usage_events_replaced.pricing_snapshot,
        usage_events_replaced.effect as record_count,
        usage_events_replaced.effect * usage_events_replaced.quantity as quantity,
        coalesce(usage_cut_hours.piece_start, date_trunc('hour', usage_events_replaced.occurred_at, 'UTC')) as piece_start
    from usage_ranges
    inner join usage_events_replaced
        on
            usage_events_replaced.account_id = usage_ranges.account_id
            and usage_events_replaced.meter = usage_ranges.meter
            and usage_events_replaced.occurred_at >= usage_ranges.range_start
            and usage_events_replaced.occurred_at < usage_ranges.range_end
    left join usage_cut_hours
        on
            usage_cut_hours.account_id = usage_events_replaced.account_id
            and usage_cut_hours.meter = usage_events_replaced.meter
            and usage_events_replaced.occurred_at >= usage_cut_hours.piece_start
            and usage_events_replaced.occurred_at < usage_cut_hours.piece_end
    where
        usage_events_replaced.event_kind = 'quantity'
        and usage_events_replaced.effect <> 0
        and usage_events_replaced.quantity is not null

),

pieces_united as (

    select * from whole_hours

    union all

    select
        events_of_cut_hours.account_id,
        events_of_cut_hours.meter,
        events_of_cut_hours.resource_id,
        events_of_cut_hours.resource_type,
        events_of_cut_hours.pricing_mode,
        events_of_cut_hours.project_id,
        events_of_cut_hours.submitter_id,
        events_of_cut_hours.route_id,
        events_of_cut_hours.region,
        events_of_cut_hours.pricing_snapshot,
        events_of_cut_hours.record_count,
        events_of_cut_hours.quantity,
        events_of_cut_hours.piece_start
    from events_of_cut_hours

    union all

    select * from effects_of_replacements

)

select * from pieces_united
