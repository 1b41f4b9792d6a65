-- Records that earlier builds saw otherwise than this one, with what those saw: whether the record counted, and until when it was held.
-- A new record, or an open one that is held on, changes nothing that was counted.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

standings_of_before as (

    select * from {{ ref('stg_current__usage_standings') }}
    where (account_id, meter) in (select usage_touches.account_id, usage_touches.meter from usage_touches)

),

usage_holdings as (

    select * from {{ ref('usage_holdings_to_refresh') }}

),

usage_exceptions as (

    select * from {{ ref('usage_exceptions_to_refresh') }}

),

events as (

    select * from {{ ref('stg_usage__events_landed') }}

),

standings_of_now as (

    select
        usage_holdings.usage_record_id,
        true as is_counted,
        usage_holdings.ended_at as held_until
    from usage_holdings

    union all

    select
        usage_exceptions.event_key as usage_record_id,
        usage_exceptions.state = 'free' and usage_exceptions.reason <> 'taken_back' as is_counted,
        null as held_until
    from usage_exceptions

),

-- Whoever stands in neither counts by himself, at his own time, or is new.
records_seen_otherwise as (

    select
        coalesce(standings_of_before.usage_record_id, standings_of_now.usage_record_id) as usage_record_id,
        coalesce(standings_of_before.is_counted, true) as is_counted,
        standings_of_before.held_until
    from standings_of_before
    full join standings_of_now on standings_of_now.usage_record_id = standings_of_before.usage_record_id
    where
        case
            when not standings_of_before.is_counted then coalesce(standings_of_now.is_counted, true)
            when not standings_of_now.is_counted then true
            when standings_of_before.held_until is null then standings_of_before.is_counted and standings_of_now.held_until is not null
            else coalesce(
                standings_of_now.held_until < standings_of_before.held_until
                or (standings_of_now.held_until > standings_of_before.held_until and not standings_of_before.is_open),
                true
            )
        end

),

-- They are few, and found by their key: a join that expects many would read all events.
events_of_before as (

    select *
    from events
    where
        events.event_key = any(array(select records_seen_otherwise.usage_record_id from records_seen_otherwise))
        and not events.is_new

),

records_superseded as (

    select
        events_of_before.event_key as usage_record_id,
        build.build_number,
        events_of_before.account_id,
        events_of_before.meter,
        records_seen_otherwise.is_counted,
        case
            when records_seen_otherwise.is_counted
                then coalesce(records_seen_otherwise.held_until, events_of_before.ended_at, events_of_before.occurred_at)
        end as ended_at
    from records_seen_otherwise
    cross join build
    inner join events_of_before on events_of_before.event_key = records_seen_otherwise.usage_record_id

)

select * from records_superseded
