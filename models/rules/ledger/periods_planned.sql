-- Billing periods: months in the account's billing time zone, from the first thing that happened to the month of this build.
-- A period that has a row keeps it; what changed since holds from the first period without one.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

payments as (

    select * from {{ ref('payments') }}

),

accounts_reached as (

    select
        account_sides.account_id,
        usage_touches.touched_from as reached_at
    from usage_touches
    inner join account_sides on account_sides.usage_account_id = usage_touches.account_id

    union all

    select
        payments.account_id,
        payments.first_event_at as reached_at
    from payments
    where payments.account_id is not null

    union all

    select
        periods.account_id,
        periods.period_end as reached_at
    from periods

),

months_to_cover as (

    select
        accounts.account_id,
        accounts.billing_timezone,
        accounts.currency,
        accounts.billing_mode,
        date_trunc('month', min(accounts_reached.reached_at) at time zone accounts.billing_timezone) as first_month,
        date_trunc('month', build.as_of at time zone accounts.billing_timezone) as last_month
    from accounts_reached
    inner join accounts
        on
            accounts.account_id = accounts_reached.account_id
            and accounts.known_until_build = 9223372036854775807
    cross join build
    where accounts_reached.reached_at <= build.as_of
    group by accounts.account_id, accounts.billing_timezone, accounts.currency, accounts.billing_mode, build.as_of

),

months as (

    select
        months_to_cover.*,
        generate_series(months_to_cover.first_month, months_to_cover.last_month, interval '1 month') as month_start
    from months_to_cover

),

what_is_covered as (

    select
        periods.account_id,
        min(periods.period_start) as covered_from,
        max(periods.period_end) as covered_until
    from periods
    group by periods.account_id

),

months_in_utc as (

    select
        months.account_id,
        months.billing_timezone,
        months.currency,
        months.billing_mode,
        months.month_start at time zone months.billing_timezone as period_start,
        (months.month_start + interval '1 month') at time zone months.billing_timezone as period_end,
        what_is_covered.covered_from,
        what_is_covered.covered_until
    from months
    left join what_is_covered on what_is_covered.account_id = months.account_id

),

months_not_covered as (

    select
        months_in_utc.account_id,
        months_in_utc.billing_timezone,
        months_in_utc.currency,
        months_in_utc.billing_mode,
        months_in_utc.period_start,
        least(months_in_utc.period_end, months_in_utc.covered_from) as period_end
    from months_in_utc
    where
        months_in_utc.covered_from is null
        or months_in_utc.period_start < months_in_utc.covered_from

    union all

    select
        months_in_utc.account_id,
        months_in_utc.billing_timezone,
        months_in_utc.currency,
        months_in_utc.billing_mode,
        greatest(months_in_utc.period_start, months_in_utc.covered_until) as period_start,
        months_in_utc.period_end
    from months_in_utc
    where months_in_utc.period_end > months_in_utc.covered_until

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
        coalesce(periods_with_new_ones.closed_by_build_number, build.build_number) as known_by_build_number,
        periods_with_new_ones.period_end <= build.as_of as is_ended
    from periods_with_new_ones
    cross join build

)

select * from periods_with_where_they_are_booked
