{{ config(materialized='ephemeral') }}

-- The months, or what is left of them, before and after the periods that the account has in the book.

with periods as (

    select * from {{ ref('stg_book__periods') }}

),

months_reached as (

    select * from {{ ref('months_reached') }}

),

time_covered as (

    select
        periods.account_id,
        min(periods.period_start) as covered_from,
        max(periods.period_end) as covered_until
    from periods
    group by periods.account_id

),

months_compared_to_what_is_covered as (

    select
        months_reached.*,
        time_covered.covered_from,
        time_covered.covered_until
    from months_reached
    left join time_covered on time_covered.account_id = months_reached.account_id

),

months_not_covered as (

    select
        months_compared_to_what_is_covered.account_id,
        months_compared_to_what_is_covered.billing_timezone,
        months_compared_to_what_is_covered.currency,
        months_compared_to_what_is_covered.billing_mode,
        months_compared_to_what_is_covered.period_start,
        least(months_compared_to_what_is_covered.period_end, months_compared_to_what_is_covered.covered_from) as period_end
    from months_compared_to_what_is_covered
    where
        months_compared_to_what_is_covered.covered_from is null
        -- A change of time zone alone leaves no sliver before the first period.
        or (
            months_compared_to_what_is_covered.period_start < months_compared_to_what_is_covered.covered_from
            and months_compared_to_what_is_covered.first_reached_at < months_compared_to_what_is_covered.covered_from
        )

    union all

    select
        months_compared_to_what_is_covered.account_id,
        months_compared_to_what_is_covered.billing_timezone,
        months_compared_to_what_is_covered.currency,
        months_compared_to_what_is_covered.billing_mode,
        greatest(months_compared_to_what_is_covered.period_start, months_compared_to_what_is_covered.covered_until) as period_start,
        months_compared_to_what_is_covered.period_end
    from months_compared_to_what_is_covered
    where months_compared_to_what_is_covered.period_end > months_compared_to_what_is_covered.covered_until

)

select * from months_not_covered
