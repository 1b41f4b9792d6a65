{{ config(materialized='ephemeral') }}

-- Closed periods older than single events must be: those without a summary, and those that usage has reached since.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select *
    from {{ ref('stg_book__periods') }}
    where is_closed

),

retention_policies as (

    select *
    from {{ ref('retention_policies') }}
    where
        table_schema = 'raw'
        and table_name = 'usage_events'
        and can_be_compacted

),

usage_summary_proofs as (

    select * from {{ ref('stg_book__usage_summary_proofs') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

periods_summarised as (

    select distinct usage_summary_proofs.account_id, usage_summary_proofs.period_start
    from usage_summary_proofs

),

periods_to_summarise as (

    select
        periods.account_id,
        periods.period_start,
        periods.period_end
    from periods
    cross join build
    inner join retention_policies
        on periods.period_end + retention_policies.compact_after_days * interval '1 day' <= build.as_of
    left join periods_summarised
        on
            periods_summarised.account_id = periods.account_id
            and periods_summarised.period_start = periods.period_start
    where
        periods_summarised.account_id is null
        or exists (
            select from usage_touches
            where
                usage_touches.account_id = periods.account_id
                and usage_touches.is_from_usage
                and usage_touches.touched_from < periods.period_end
                and usage_touches.touched_until >= periods.period_start
        )

)

select * from periods_to_summarise
