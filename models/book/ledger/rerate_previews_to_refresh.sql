-- What an approved re-rating would make of the usage of a closed period, beside what is billed. Where both are the same there is no row.

with closed_periods_touched as (

    select * from {{ ref('closed_periods_touched') }}

),

closed_periods_changed as (

    select * from {{ ref('closed_periods_changed') }}

),

closed_period_amounts as (

    select * from {{ ref('closed_period_amounts') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

rerate_previews as (

    select * from {{ ref('stg_current__rerate_previews') }}

),

previews_made as (

    select
        closed_periods_changed.usage_account_id,
        closed_periods_changed.meter,
        closed_periods_changed.account_id,
        closed_periods_changed.period_start,
        closed_periods_changed.currency,
        closed_periods_changed.changed_records,
        closed_periods_changed.closed_by_build_number,
        sum(closed_period_amounts.billed_minor)::bigint as billed_minor,
        -- A price with too many digits is told too, and fails no build.
        least(sum(closed_period_amounts.known_now_minor), 9000000000000000000)::bigint as known_now_minor
    from closed_periods_changed
    inner join closed_period_amounts
        on
            closed_period_amounts.usage_account_id = closed_periods_changed.usage_account_id
            and closed_period_amounts.meter = closed_periods_changed.meter
            and closed_period_amounts.account_id = closed_periods_changed.account_id
            and closed_period_amounts.period_start = closed_periods_changed.period_start
    group by 1, 2, 3, 4, 5, 6, 7

),

-- What nothing touched is as the last build left it, until the period is opened or rated again.
previews_kept as (

    select rerate_previews.*
    from rerate_previews
    inner join periods_planned
        on
            periods_planned.account_id = rerate_previews.account_id
            and periods_planned.period_start = rerate_previews.period_start
            and periods_planned.closed_by_build_number = rerate_previews.closed_by_build_number
    left join closed_periods_touched
        on
            closed_periods_touched.usage_account_id = rerate_previews.usage_account_id
            and closed_periods_touched.meter = rerate_previews.meter
            and closed_periods_touched.account_id = rerate_previews.account_id
            and closed_periods_touched.period_start = rerate_previews.period_start
    where
        not periods_planned.is_rerated
        and closed_periods_touched.account_id is null

),

previews_united as (

    select * from previews_made
    union all
    select * from previews_kept

),

previews_that_differ as (

    select *
    from previews_united
    where previews_united.billed_minor <> previews_united.known_now_minor

)

select * from previews_that_differ
