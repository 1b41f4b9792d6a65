{{ config(materialized='ephemeral') }}

-- Months in the account's billing time zone, from the first thing that reached the account to the month of this build,
-- without a gap to those that the book has.

with build as (

    select * from {{ ref('stg_control__build') }}

),

time_covered as (

    select * from {{ ref('time_covered') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

accounts_reached as (

    select * from {{ ref('accounts_reached') }}

),

accounts_with_their_months as (

    select
        accounts.account_id,
        accounts.billing_timezone,
        accounts.currency,
        accounts.billing_mode,
        generate_series(
            case
                when accounts_reached.first_reached_at >= time_covered.covered_from then time_covered.next_month
                else least(
                    date_trunc('month', accounts_reached.first_reached_at at time zone accounts.billing_timezone),
                    time_covered.first_month - interval '1 month'
                )
            end,
            case
                when time_covered.covered_until > build.as_of then time_covered.first_month
                else greatest(date_trunc('month', build.as_of at time zone accounts.billing_timezone), time_covered.next_month)
            end,
            interval '1 month'
        ) as month_start
    from accounts_reached
    inner join accounts on accounts.account_id = accounts_reached.account_id
    left join time_covered on time_covered.account_id = accounts_reached.account_id
    cross join build

),

months_in_utc as (

    select
        accounts_with_their_months.*,
        accounts_with_their_months.month_start at time zone accounts_with_their_months.billing_timezone as period_start,
        (accounts_with_their_months.month_start + interval '1 month') at time zone accounts_with_their_months.billing_timezone as period_end
    from accounts_with_their_months

)

select * from months_in_utc
