-- Events of a period added up as they landed, by everything that says what was used where, and by nothing that names a person.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods_summarised_anew as (

    select * from {{ ref('periods_summarised_anew') }}

),

events_landed as (

    select * from {{ ref('stg_usage__events_landed') }}

),

events_summed as (

    select
        periods_summarised_anew.account_id,
        periods_summarised_anew.summary_number,
        events_landed.meter,
        events_landed.event_kind,
        events_landed.resource_type,
        events_landed.pricing_mode,
        events_landed.project_id,
        events_landed.route_id,
        events_landed.region,
        count(*) as event_count,
        sum(coalesce(events_landed.quantity, 0)) as quantity_sum,
        periods_summarised_anew.period_start,
        periods_summarised_anew.period_end,
        min(events_landed.occurred_at) as first_occurred_at,
        max(events_landed.occurred_at) as last_occurred_at
    from periods_summarised_anew
    inner join events_landed
        on
            events_landed.account_id = periods_summarised_anew.account_id
            and events_landed.occurred_at >= periods_summarised_anew.period_start
            and events_landed.occurred_at < periods_summarised_anew.period_end
    group by
        periods_summarised_anew.account_id, periods_summarised_anew.summary_number, periods_summarised_anew.period_start,
        periods_summarised_anew.period_end, events_landed.meter, events_landed.event_kind, events_landed.resource_type,
        events_landed.pricing_mode, events_landed.project_id, events_landed.route_id, events_landed.region

),

summaries as (

    select
        {{ book_id([
            "'usage_summary'", "events_summed.account_id", microseconds('events_summed.period_start'), "events_summed.summary_number",
            "events_summed.meter", "events_summed.event_kind", "events_summed.resource_type", "events_summed.pricing_mode",
            "events_summed.project_id", "events_summed.route_id", "events_summed.region",
        ]) }} as usage_summary_id,
        build.build_number,
        events_summed.*
    from events_summed
    cross join build

)

select * from summaries
