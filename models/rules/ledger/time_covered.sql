{{ config(materialized='ephemeral') }}

-- What the periods of an account in the book cover, as time and as the months that their own time zones call it.

with periods as (

    select * from {{ ref('stg_book__periods') }}

),

time_covered as (

    select
        periods.account_id,
        -- A day later is the same month, also where the clocks of the zone have been told anew since the row was made.
        min(date_trunc('month', (periods.period_start at time zone periods.billing_timezone) + interval '1 day')) as first_month,
        max(date_trunc('month', (periods.period_end at time zone periods.billing_timezone) + interval '1 day')) as next_month,
        min(periods.period_start) as covered_from,
        max(periods.period_end) as covered_until
    from periods
    group by periods.account_id

)

select * from time_covered
