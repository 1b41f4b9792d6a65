-- Periods that are due, with the sources that must have passed their end: one row for each, or one without a source.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods_due as not materialized (

    select * from {{ ref('periods_due') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

-- Asked twice: for the time that the due periods remember, and for the newest of each source.
usage_events as not materialized (

    select * from {{ ref('stg_usage__events') }}

),

sources_of_periods as (

    select distinct
        periods_due.period_id,
        coalesce(usage_events.source, '') as source
    from periods_due
    inner join account_sides
        on
            account_sides.account_id = periods_due.account_id
            and account_sides.known_until_build = 9223372036854775807
    inner join usage_events
        on
            usage_events.account_id = account_sides.usage_account_id
            and usage_events.occurred_at >= periods_due.remembered_from
            and usage_events.occurred_at < periods_due.period_end
    -- Implied by the join; as two values, so that the block ranges of these times are all that is read.
    where
        usage_events.occurred_at >= (select min(first_periods.remembered_from) from periods_due as first_periods)
        and usage_events.occurred_at < (select max(last_periods.period_end) from periods_due as last_periods)

),

-- A source speaks for all its accounts: one that went on has nothing more to tell of the time before.
newest_of_sources as (

    select
        coalesce(usage_events.source, '') as source,
        max(greatest(usage_events.occurred_at, usage_events.ended_at)) as newest_at
    from usage_events
    cross join build
    where
        usage_events.occurred_at <= build.as_of
        and coalesce(usage_events.source, '') in (select sources_of_periods.source from sources_of_periods)
    group by coalesce(usage_events.source, '')

),

periods_with_their_sources as (

    select
        periods_due.period_id,
        periods_due.account_id,
        sources_of_periods.source,
        periods_due.grace_hours,
        coalesce(newest_of_sources.newest_at < periods_due.period_end, false) as is_stale,
        periods_due.period_start,
        periods_due.period_end,
        newest_of_sources.newest_at
    from periods_due
    left join sources_of_periods on sources_of_periods.period_id = periods_due.period_id
    left join newest_of_sources on newest_of_sources.source = sources_of_periods.source

)

select * from periods_with_their_sources
