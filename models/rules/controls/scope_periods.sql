-- The scope in the book's terms: for whom which usage is rated, in which period, with the records of which build.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

closed_periods_changed as (

    select * from {{ ref('closed_periods_changed') }}

),

-- A changed record or changed code does not reach a closed period, unless an approved re-rating asks for it.
periods_touched as (

    select distinct
        usage_touches.account_id as usage_account_id,
        usage_touches.meter,
        account_sides.side,
        account_sides.account_id,
        account_sides.default_plan_id,
        account_sides.fallback_plan_id,
        periods_planned.currency,
        account_sides.is_posted,
        periods_planned.is_closed,
        periods_planned.is_ended,
        false as is_preview,
        periods_planned.known_by_build_number,
        periods_planned.period_start,
        periods_planned.period_end,
        periods_planned.booking_period_start
    from usage_touches
    inner join account_sides on account_sides.usage_account_id = usage_touches.account_id
    inner join periods_planned
        on
            periods_planned.account_id = account_sides.account_id
            and periods_planned.period_start <= usage_touches.touched_until
            and periods_planned.period_end > usage_touches.touched_from
            and periods_planned.known_by_build_number >= account_sides.known_from_build
            and periods_planned.known_by_build_number < account_sides.known_until_build
    where
        usage_touches.is_from_usage
        or not periods_planned.is_closed
        or periods_planned.is_rerated

),

-- What a re-rating would come to is planned beside what stands, and posted by nobody.
periods_previewed as (

    select distinct
        closed_periods_changed.usage_account_id,
        closed_periods_changed.meter,
        account_sides.side,
        account_sides.account_id,
        account_sides.default_plan_id,
        account_sides.fallback_plan_id,
        closed_periods_changed.currency,
        account_sides.is_posted,
        true as is_closed,
        true as is_ended,
        true as is_preview,
        build.build_number as known_by_build_number,
        periods_planned.period_start,
        periods_planned.period_end,
        periods_planned.booking_period_start
    from closed_periods_changed
    cross join build
    inner join account_sides
        on
            account_sides.usage_account_id = closed_periods_changed.usage_account_id
            and account_sides.account_id = closed_periods_changed.account_id
            and account_sides.known_until_build = 9223372036854775807
    inner join periods_planned
        on
            periods_planned.account_id = closed_periods_changed.account_id
            and periods_planned.period_start = closed_periods_changed.period_start

),

periods_united as (

    select * from periods_touched
    union all
    select * from periods_previewed

)

select * from periods_united
