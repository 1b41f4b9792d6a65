-- Events whose price has a fee, a minimum or a maximum for each of them, one by one, with their place in the cumulative quantity of the charge:
-- within their window in the order of time, then of event id.

with price_timelines as (

    select * from {{ ref('price_timelines') }}

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

meters as (

    select * from {{ ref('meters') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

timelines_with_terms_for_events as (

    select
        price_timelines.*,
        meters.input_decimals,
        meters.aggregation,
        meters."window" as meter_window
    from price_timelines
    inner join price_terms on price_terms.terms_id = price_timelines.terms_id
    inner join meters on meters.meter = price_timelines.meter
    where
        price_timelines.is_complete
        and coalesce(price_terms.event_fee_minor, price_terms.event_minimum_minor, price_terms.event_maximum_minor) is not null

),

-- What adds up to the window is what is charged singly: the same events, under the name of the same line.
events_with_their_window as (

    select
        timelines_with_terms_for_events.posting_group_id,
        timelines_with_terms_for_events.terms_id,
        events.event_key,
        events.event_id,
        events.source,
        events.resource_id,
        events.resource_type,
        events.project_id,
        events.submitter_id,
        events.route_id,
        events.region,
        events.pricing_snapshot,
        timelines_with_terms_for_events.price_source,
        case when timelines_with_terms_for_events.aggregation = 'count' then 1 else events.quantity end as quantity,
        events.occurred_at,
        greatest(
            date_trunc(timelines_with_terms_for_events.meter_window, events.occurred_at, 'UTC'), timelines_with_terms_for_events.applies_from
        ) as window_start
    from timelines_with_terms_for_events
    inner join events
        on
            events.account_id = timelines_with_terms_for_events.usage_account_id
            and events.meter = timelines_with_terms_for_events.meter
            and events.pricing_mode = timelines_with_terms_for_events.pricing_mode
            and events.resource_type is not distinct from timelines_with_terms_for_events.resource_type
            and events.pricing_snapshot is not distinct from timelines_with_terms_for_events.pricing_snapshot
            and events.occurred_at >= timelines_with_terms_for_events.applies_from
            and events.occurred_at < timelines_with_terms_for_events.applies_until
            and events.event_kind = 'quantity'
    left join usage_events_replaced on usage_events_replaced.event_key = events.event_key
    where
        -- Implied by the join; as two values, so that the block ranges of these times are all that is read, and nothing where no price asks.
        events.occurred_at >= (select min(first_timelines.applies_from) from timelines_with_terms_for_events as first_timelines)
        and events.occurred_at < (select max(last_timelines.applies_until) from timelines_with_terms_for_events as last_timelines)
        and events.quantity is not null
        and min_scale(events.quantity) <= timelines_with_terms_for_events.input_decimals
        and (
            usage_events_replaced.event_key is null
            or (not usage_events_replaced.is_replaced and (usage_events_replaced.is_standing or not usage_events_replaced.is_replacing))
        )

),

events_with_their_line as (

    select
        events_with_their_window.*,
        {{ usage_line_id('events_with_their_window') }} as rated_line_id
    from events_with_their_window

)

select
    events_with_their_line.posting_group_id,
    events_with_their_line.rated_line_id,
    events_with_their_line.event_key,
    events_with_their_line.terms_id,
    events_with_their_line.quantity,
    sum(events_with_their_line.quantity) over (
        partition by events_with_their_line.rated_line_id
        order by
            events_with_their_line.occurred_at,
            events_with_their_line.event_id collate "C",
            events_with_their_line.source collate "C"
    ) as quantity_in_window_after
from events_with_their_line
