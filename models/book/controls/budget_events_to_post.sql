-- A row for each threshold that spend is at or over, when spend has moved or nobody has seen it there yet. Nothing moved, nothing written.

with build as (

    select * from {{ ref('stg_control__build') }}

),

budget_spend as (

    select * from {{ ref('budget_spend') }}

),

budget_events as (

    select * from {{ ref('stg_book__budget_events') }}

),

thresholds as (

    select distinct
        budget_spend.policy_id,
        budget_spend.period_start,
        unnest(budget_spend.threshold_percents)::numeric(9, 4) as threshold_percent
    from budget_spend

),

events_counted as (

    select
        budget_events.policy_id,
        budget_events.period,
        budget_events.period_start,
        budget_events.threshold_percent,
        count(*) as event_count
    from budget_events
    group by budget_events.policy_id, budget_events.period, budget_events.period_start, budget_events.threshold_percent

),

thresholds_reached as (

    select
        budget_spend.*,
        thresholds.threshold_percent,
        coalesce(events_counted.event_count, 0)::int + 1 as event_number
    from budget_spend
    inner join thresholds
        on
            thresholds.policy_id = budget_spend.policy_id
            and thresholds.period_start = budget_spend.period_start
    left join events_counted
        on
            events_counted.policy_id = budget_spend.policy_id
            and events_counted.period = budget_spend.period
            and events_counted.period_start = budget_spend.period_start
            and events_counted.threshold_percent = thresholds.threshold_percent
    where
        budget_spend.spend_minor * 100::numeric >= thresholds.threshold_percent * budget_spend.amount_minor
        and (events_counted.event_count is null or budget_spend.spend_minor <> budget_spend.spend_before_minor)

),

events_stamped as (

    select
        {{ book_id([
            "'budget_event'", "thresholds_reached.policy_id", "thresholds_reached.period", microseconds('thresholds_reached.period_start'),
            "thresholds_reached.threshold_percent", "thresholds_reached.event_number"
        ]) }} as budget_event_id,
        build.build_number,
        thresholds_reached.policy_id,
        thresholds_reached.account_id,
        thresholds_reached.project_id,
        thresholds_reached.currency,
        thresholds_reached.period,
        thresholds_reached.event_number,
        thresholds_reached.threshold_percent,
        thresholds_reached.amount_minor as budget_minor,
        thresholds_reached.spend_minor,
        thresholds_reached.period_start,
        thresholds_reached.period_end,
        build.as_of as seen_at
    from thresholds_reached
    cross join build

)

select * from events_stamped
