-- Events of the scope that do not just add up, one by one: what is held and read, and what a maximum, a latest value or a unique count is made of.
-- What is replaced, waits for what it replaces or takes back is not here; what cannot count yet has its reason.

with build as (

    select * from {{ ref('stg_control__build') }}

),

meters as (

    select * from {{ ref('meters') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

-- Asked twice, by an index and by block ranges: as one answer for both it would be all of history.
events as not materialized (

    select * from {{ ref('stg_usage__events') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

ranges_of_values as (

    select usage_ranges.*
    from usage_ranges
    inner join meters on meters.meter = usage_ranges.meter
    where meters.aggregation in ('max', 'latest', 'unique_count')

),

events_in_scope as (

    select events.*
    from usage_ranges
    inner join events
        on
            events.account_id = usage_ranges.account_id
            and events.meter = usage_ranges.meter
            and events.event_kind <> 'quantity'

    union all

    select events.*
    from ranges_of_values
    inner join events
        on
            events.account_id = ranges_of_values.account_id
            and events.meter = ranges_of_values.meter
            and events.event_kind = 'quantity'
            and events.occurred_at >= ranges_of_values.range_start
            and events.occurred_at < ranges_of_values.range_end
    -- Implied by the join; as two values, so that the block ranges of these times are all that is read.
    where
        events.occurred_at >= (select min(first_ranges.range_start) from ranges_of_values as first_ranges)
        and events.occurred_at < (select max(last_ranges.range_end) from ranges_of_values as last_ranges)

),

events_that_stand as (

    select
        events_in_scope.*,
        meters.event_kinds,
        meters.input_decimals,
        meters.aggregation,
        case meters.distinct_attribute
            when 'submitter_id' then events_in_scope.submitter_id
            when 'project_id' then events_in_scope.project_id
            when 'resource_id' then events_in_scope.resource_id
            when 'route_id' then events_in_scope.route_id
            when 'region' then events_in_scope.region
            else events_in_scope.attributes ->> meters.distinct_attribute
        end as distinct_value
    from events_in_scope
    left join meters on meters.meter = events_in_scope.meter
    left join usage_events_replaced on usage_events_replaced.event_key = events_in_scope.event_key
    where
        (
            usage_events_replaced.event_key is null
            or (not usage_events_replaced.is_replaced and (usage_events_replaced.is_standing or not usage_events_replaced.is_replacing))
        )
        and (events_in_scope.quantity is not null or events_in_scope.event_kind = 'stop')

),

events_examined as (

    select
        events_that_stand.*,
        case
            when events_that_stand.event_kind <> all(string_to_array(events_that_stand.event_kinds, '|')) then 'event_kind_not_supported'
            when min_scale(events_that_stand.quantity) > events_that_stand.input_decimals then 'too_many_decimals_for_meter'
            when events_that_stand.aggregation = 'unique_count' and events_that_stand.distinct_value is null then 'distinct_attribute_missing'
            when events_that_stand.occurred_at > build.as_of and events_that_stand.event_kind <> 'quantity' then 'event_in_future'
        end as reason
    from events_that_stand
    cross join build

)

select * from events_examined
