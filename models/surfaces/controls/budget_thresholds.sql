-- Thresholds that were reached, once for each budget, period and threshold: how often spend has moved there, and since when.

with budget_events as (

    select * from {{ source('book', 'budget_events') }}

),

events_gathered as (

    select
        budget_events.policy_id,
        budget_events.account_id,
        budget_events.project_id,
        budget_events.currency,
        budget_events.period,
        budget_events.threshold_percent,
        (array_agg(budget_events.budget_minor order by budget_events.event_number desc))[1] as budget_minor,
        (array_agg(budget_events.spend_minor order by budget_events.event_number desc))[1] as spend_minor,
        count(*) as event_count,
        (array_agg(budget_events.period_start order by budget_events.event_number desc))[1] as period_start,
        (array_agg(budget_events.period_end order by budget_events.event_number desc))[1] as period_end,
        min(budget_events.seen_at) as first_seen_at,
        max(budget_events.seen_at) as last_seen_at
    from budget_events
    where {{ reader_may_see('budget_events.account_id') }}
    group by
        budget_events.policy_id, budget_events.account_id, budget_events.project_id, budget_events.currency,
        budget_events.period, budget_events.threshold_percent, {{ month_of_period('budget_events.period_start') }}

)

select * from events_gathered
