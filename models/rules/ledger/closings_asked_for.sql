{{ config(materialized='ephemeral') }}

-- Closings of ended periods that an action or the policy asks for, one for each period.

with actions as (

    select * from {{ ref('stg_records__actions') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

closing_sources as (

    select * from {{ ref('closing_sources') }}

),

-- An action closes once: a period that was opened again needs another one.
closings_by_action as (

    select
        periods_planned.period_id,
        actions.action_id,
        actions.actor,
        actions.reason,
        actions.requested_at
    from actions
    inner join periods_planned
        on
            periods_planned.account_id = actions.account_id
            and (
                actions.reference = to_char(periods_planned.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                or actions.reference = to_char(periods_planned.period_start at time zone periods_planned.billing_timezone, 'YYYY-MM-DD')
            )
    where
        actions.kind = 'period_close'
        and actions.action_id not in (select period_closings.action_id from period_closings where period_closings.action_id is not null)

),

closings_by_policy as (

    select
        closing_sources.period_id,
        null::text as action_id,
        'tallyhouse' as actor,
        'policy: ' || closing_sources.grace_hours || ' hours after the end' as reason,
        null::timestamptz as requested_at
    from closing_sources
    group by closing_sources.period_id, closing_sources.grace_hours
    having not bool_or(closing_sources.is_stale)

),

closings_united as (

    select * from closings_by_action
    union all
    select * from closings_by_policy

),

closings_ranked as (

    select
        closings_united.*,
        periods_planned.account_id,
        periods_planned.period_start,
        row_number() over (
            partition by closings_united.period_id order by closings_united.requested_at nulls last, closings_united.action_id collate "C"
        ) as standing
    from closings_united
    inner join periods_planned on periods_planned.period_id = closings_united.period_id
    where
        periods_planned.is_ended
        and not periods_planned.is_closed

),

closings_asked_for as (

    select
        closings_ranked.period_id,
        closings_ranked.account_id,
        closings_ranked.action_id,
        closings_ranked.actor,
        closings_ranked.reason,
        closings_ranked.period_start
    from closings_ranked
    where closings_ranked.standing = 1

)

select * from closings_asked_for
