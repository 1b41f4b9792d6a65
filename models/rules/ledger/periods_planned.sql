-- Billing periods: a period that has a row keeps it; what changed since holds from the first month without one.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

months_not_covered as (

    select * from {{ ref('months_not_covered') }}

),

rerates_approved as (

    select * from {{ ref('rerates_approved') }}

),

periods_with_new_ones as (

    select
        periods.period_id,
        periods.account_id,
        periods.billing_timezone,
        periods.currency,
        periods.billing_mode,
        periods.closed_by_build_number,
        periods.is_closed,
        periods.period_id in (select rerates_approved.period_id from rerates_approved) as is_rerated,
        false as is_new,
        periods.period_start,
        periods.period_end
    from periods

    union all

    select
        {{ book_id(["'period'", "months_not_covered.account_id", microseconds('months_not_covered.period_start')]) }} as period_id,
        months_not_covered.account_id,
        months_not_covered.billing_timezone,
        months_not_covered.currency,
        months_not_covered.billing_mode,
        null as closed_by_build_number,
        false as is_closed,
        false as is_rerated,
        true as is_new,
        months_not_covered.period_start,
        months_not_covered.period_end
    from months_not_covered

),

-- Closings that this build carries out come after its plan: what it plans is still booked in the period it closes.
periods_with_where_they_are_booked as (

    select
        periods_with_new_ones.*,
        coalesce(
            case when not periods_with_new_ones.is_closed then periods_with_new_ones.period_start end,
            min(periods_with_new_ones.period_start) filter (where not periods_with_new_ones.is_closed)
                over (partition by periods_with_new_ones.account_id)
        ) as booking_period_start,
        case
            when periods_with_new_ones.is_rerated then build.build_number
            else coalesce(periods_with_new_ones.closed_by_build_number, build.build_number)
        end as known_by_build_number,
        periods_with_new_ones.period_end <= build.as_of as is_ended
    from periods_with_new_ones
    cross join build

)

select * from periods_with_where_they_are_booked
