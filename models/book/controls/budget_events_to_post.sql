-- A row for each threshold that spend is at or over, when spend has moved or nobody has seen it there yet. Nothing moved, nothing written.
-- A policy that is given another account, project or currency has seen nothing of it yet; its events are numbered on.

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

thresholds_reached as (

    select
        budget_spend.*,
        thresholds.threshold_percent
    from budget_spend
    inner join thresholds
        on
            thresholds.policy_id = budget_spend.policy_id
            and thresholds.period_start = budget_spend.period_start
    where budget_spend.spend_minor * 100::numeric >= thresholds.threshold_percent * budget_spend.amount_minor

),

events_counted as (

    select
        thresholds_reached.policy_id,
        thresholds_reached.period_start,
        thresholds_reached.threshold_percent,
        count(*)::int as event_count,
        bool_or(
            budget_events.account_id = thresholds_reached.account_id
            and budget_events.project_id is not distinct from thresholds_reached.project_id
            and budget_events.currency = thresholds_reached.currency
        ) as has_been_seen
    from thresholds_reached
    inner join budget_events
        on
            budget_events.policy_id = thresholds_reached.policy_id
            and budget_events.period = thresholds_reached.period
            and budget_events.threshold_percent = thresholds_reached.threshold_percent
            and {{ month_of_period('budget_events.period_start') }} = {{ month_of_period('thresholds_reached.period_start') }}
    group by thresholds_reached.policy_id, thresholds_reached.period_start, thresholds_reached.threshold_percent

),

thresholds_numbered as (

    select
        thresholds_reached.*,
        coalesce(events_counted.event_count, 0) + 1 as event_number,
        not coalesce(events_counted.has_been_seen, false) as is_first
    from thresholds_reached
    left join events_counted
        on
            events_counted.policy_id = thresholds_reached.policy_id
            and events_counted.period_start = thresholds_reached.period_start
            and events_counted.threshold_percent = thresholds_reached.threshold_percent

),

events_stamped as (

    select
        {{ book_id([
            "'budget_event'", "thresholds_numbered.policy_id", "thresholds_numbered.period", microseconds('thresholds_numbered.period_start'),
            "thresholds_numbered.threshold_percent", "thresholds_numbered.event_number"
        ]) }} as budget_event_id,
        build.build_number,
        thresholds_numbered.policy_id,
        thresholds_numbered.account_id,
        thresholds_numbered.project_id,
        thresholds_numbered.currency,
        thresholds_numbered.period,
        thresholds_numbered.event_number,
        thresholds_numbered.threshold_percent,
        thresholds_numbered.amount_minor as budget_minor,
        thresholds_numbered.spend_minor,
        thresholds_numbered.is_first,
        thresholds_numbered.period_start,
        thresholds_numbered.period_end,
        build.as_of as seen_at
    from thresholds_numbered
    cross join build
    where
        thresholds_numbered.is_first
        or thresholds_numbered.spend_minor <> thresholds_numbered.spend_before_minor

)

select * from events_stamped
