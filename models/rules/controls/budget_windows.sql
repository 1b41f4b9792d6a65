{{ config(materialized='view') }}

-- The periods of each budget that this build looks at: the one that runs, and each whose spend this build moves.

with build as (

    select * from {{ ref('stg_control__build') }}

),

budget_policies as (

    select * from {{ ref('stg_records__budget_policies') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

policies_with_their_time_zone as (

    select
        budget_policies.*,
        accounts.billing_timezone
    from budget_policies
    inner join accounts on accounts.account_id = budget_policies.account_id

),

moments_looked_at as (

    select
        policies_with_their_time_zone.*,
        build.as_of as moment
    from policies_with_their_time_zone
    cross join build

    union all

    select
        policies_with_their_time_zone.*,
        group_totals_to_book.service_period_start as moment
    from policies_with_their_time_zone
    inner join group_totals_to_book
        on
            group_totals_to_book.account_id = policies_with_their_time_zone.account_id
            and group_totals_to_book.currency = policies_with_their_time_zone.currency
    where
        group_totals_to_book.has_changed
        or group_totals_to_book.target_minor <> group_totals_to_book.posted_minor

),

local_starts as (

    select distinct
        moments_looked_at.policy_id,
        moments_looked_at.account_id,
        moments_looked_at.project_id,
        moments_looked_at.currency,
        moments_looked_at.period,
        moments_looked_at.billing_timezone,
        moments_looked_at.amount_minor,
        moments_looked_at.threshold_percents,
        date_trunc(moments_looked_at.period, moments_looked_at.moment at time zone moments_looked_at.billing_timezone) as local_start
    from moments_looked_at

),

windows_in_utc as (

    select
        local_starts.policy_id,
        local_starts.account_id,
        local_starts.project_id,
        local_starts.currency,
        local_starts.period,
        local_starts.amount_minor,
        local_starts.threshold_percents,
        local_starts.local_start at time zone local_starts.billing_timezone as period_start,
        (
            local_starts.local_start
            + case local_starts.period when 'month' then interval '1 month' when 'quarter' then interval '3 months' else interval '1 year' end
        ) at time zone local_starts.billing_timezone as period_end
    from local_starts

)

select
    windows_in_utc.*,
    windows_in_utc.period_start <= build.as_of and windows_in_utc.period_end > build.as_of as is_running
from windows_in_utc
cross join build
