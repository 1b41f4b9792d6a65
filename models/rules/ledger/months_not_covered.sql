{{ config(materialized='ephemeral') }}

-- The months before and after the periods that the account has in the book. Those beside them end and begin where the book does,
-- whatever time zone it was in: no hours are in two periods or in none, and no period is a few hours only.

with months_reached as (

    select * from {{ ref('months_reached') }}

),

time_covered as (

    select * from {{ ref('time_covered') }}

),

months_not_covered as (

    select
        months_reached.account_id,
        months_reached.billing_timezone,
        months_reached.currency,
        months_reached.billing_mode,
        case
            when months_reached.month_start = time_covered.next_month then time_covered.covered_until
            else months_reached.period_start
        end as period_start,
        case
            when months_reached.month_start + interval '1 month' = time_covered.first_month then time_covered.covered_from
            else months_reached.period_end
        end as period_end
    from months_reached
    left join time_covered on time_covered.account_id = months_reached.account_id
    where
        time_covered.account_id is null
        or months_reached.month_start < time_covered.first_month
        or months_reached.month_start >= time_covered.next_month

)

select * from months_not_covered
