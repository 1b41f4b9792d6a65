{{ config(materialized='ephemeral') }}

-- A source that has told nothing from after the end of a period may still owe usage of it: the policy does not close over it.

with closing_sources as (

    select * from {{ ref('closing_sources') }}

),

offenders as (

    select
        'periods_to_close' as check_name,
        closing_sources.account_id,
        to_char(closing_sources.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' waits for '
        || coalesce(nullif(closing_sources.source, ''), 'a source without a name') as subject,
        'source_stale' as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        1 as record_count
    from closing_sources
    where closing_sources.is_stale

)

select * from offenders
