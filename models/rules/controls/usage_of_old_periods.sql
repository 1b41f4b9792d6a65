-- What the events of a period come to, straight from raw: how many, how much, a hash over them, and how many name a person in plain text.

with periods_to_summarise as (

    select * from {{ ref('periods_to_summarise') }}

),

events_landed as (

    select * from {{ ref('stg_usage__events_landed') }}

),

events_of_the_periods as (

    select
        periods_to_summarise.account_id,
        periods_to_summarise.period_start,
        periods_to_summarise.period_end,
        events_landed.meter,
        coalesce(events_landed.quantity, 0) as quantity,
        date_trunc('hour', events_landed.occurred_at, 'UTC') as hour_start,
        {{ book_id([
            "events_landed.event_key", "events_landed.event_kind", "events_landed.meter", "trim_scale(events_landed.quantity)",
            microseconds('events_landed.occurred_at'), microseconds('events_landed.ended_at'),
        ]) }} as event_hash,
        -- Personal fields are hashed before they land: an e-mail address or an IP address that can be read was not.
        concat_ws(
            ' ', events_landed.event_id, events_landed.source, events_landed.replaces_event_id, events_landed.submitter_id,
            events_landed.resource_id, events_landed.parent_resource_id, events_landed.project_id, events_landed.route_id, events_landed.region,
            events_landed.correlation_id, events_landed.pricing_snapshot, events_landed.attributes::text
        ) ~* (
            '[^\s@"]+@[^\s@"]+\.[^\s@"]+'
            || '|(^|[^0-9.])([0-9]{1,3}\.){3}[0-9]{1,3}([^0-9.]|$)'
            -- Eight groups, or fewer with one :: for those that are zero: a time or an id with colons is neither.
            || '|(^|[^0-9a-z:])([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}([^0-9a-z:]|$)'
            || '|(^|[^0-9a-z:])[0-9a-f]{1,4}(:[0-9a-f]{1,4}){0,6}::([0-9a-f]{1,4}(:[0-9a-f]{1,4}){0,6})?([^0-9a-z:]|$)'
        ) as names_a_person
    from periods_to_summarise
    inner join events_landed
        on
            events_landed.account_id = periods_to_summarise.account_id
            and events_landed.occurred_at >= periods_to_summarise.period_start
            and events_landed.occurred_at < periods_to_summarise.period_end

),

hours_summed as (

    select
        events_of_the_periods.account_id,
        events_of_the_periods.period_start,
        events_of_the_periods.meter,
        events_of_the_periods.hour_start,
        count(*) as event_count,
        sum(events_of_the_periods.quantity) as quantity_sum,
        count(*) filter (where events_of_the_periods.names_a_person) as personal_value_count,
        encode(
            sha256(convert_to(string_agg(events_of_the_periods.event_hash::text, '' order by events_of_the_periods.event_hash), 'UTF8')), 'hex'
        ) as hour_hash
    from events_of_the_periods
    group by
        events_of_the_periods.account_id, events_of_the_periods.period_start, events_of_the_periods.meter, events_of_the_periods.hour_start

),

meters_summed as (

    select
        hours_summed.account_id,
        hours_summed.period_start,
        hours_summed.meter,
        sum(hours_summed.event_count)::bigint as event_count,
        sum(hours_summed.quantity_sum) as quantity_sum,
        sum(hours_summed.personal_value_count)::bigint as personal_value_count,
        encode(sha256(convert_to(string_agg(hours_summed.hour_hash, '' order by hours_summed.hour_start), 'UTF8')), 'hex') as events_hash
    from hours_summed
    group by hours_summed.account_id, hours_summed.period_start, hours_summed.meter

),

-- A period without an event is a fact too, and is looked at once.
periods_with_their_meters as (

    select
        periods_to_summarise.account_id,
        coalesce(meters_summed.meter, '') as meter,
        coalesce(meters_summed.events_hash, '') as events_hash,
        coalesce(meters_summed.event_count, 0) as event_count,
        coalesce(meters_summed.quantity_sum, 0)::numeric(38, 9) as quantity_sum,
        coalesce(meters_summed.personal_value_count, 0) as personal_value_count,
        periods_to_summarise.period_start,
        periods_to_summarise.period_end
    from periods_to_summarise
    left join meters_summed
        on
            meters_summed.account_id = periods_to_summarise.account_id
            and meters_summed.period_start = periods_to_summarise.period_start

)

select * from periods_with_their_meters
