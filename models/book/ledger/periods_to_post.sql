with build as (

    select * from {{ ref('stg_control__build') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

new_periods as (

    select
        periods_planned.period_id,
        build.build_number,
        periods_planned.account_id,
        periods_planned.billing_timezone,
        periods_planned.currency,
        periods_planned.billing_mode,
        periods_planned.period_start,
        periods_planned.period_end
    from periods_planned
    cross join build
    where periods_planned.is_new

)

select * from new_periods
