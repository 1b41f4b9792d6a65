-- Periods in which a commit may be charged: those of its term that are open; closed ones only where late usage reached the term,
-- and never by a version of the contract that the close did not know.

with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

closed_periods_touched as (

    select distinct
        usage_groups_planned.account_id,
        usage_groups_planned.service_period_start,
        usage_groups_planned.service_period_end
    from usage_groups_planned
    inner join periods_planned
        on
            periods_planned.account_id = usage_groups_planned.account_id
            and periods_planned.period_start = usage_groups_planned.service_period_start
    where periods_planned.is_closed

),

periods_of_terms as (

    select
        commits_to_allot.contract_id,
        commits_to_allot.account_id,
        periods_planned.period_start,
        periods_planned.period_end
    from commits_to_allot
    inner join periods_planned
        on
            periods_planned.account_id = commits_to_allot.account_id
            and periods_planned.currency = commits_to_allot.currency
            and periods_planned.period_start < commits_to_allot.ends_at
            and periods_planned.period_end > commits_to_allot.starts_at
            and periods_planned.known_by_build_number >= commits_to_allot.known_from_build
    where
        not periods_planned.is_closed
        or periods_planned.is_rerated
        or exists (
            select 1
            from closed_periods_touched
            where
                closed_periods_touched.account_id = commits_to_allot.account_id
                and closed_periods_touched.service_period_start < commits_to_allot.ends_at
                and closed_periods_touched.service_period_end > commits_to_allot.starts_at
        )

)

select * from periods_of_terms
