-- Every day of the service periods that a reader has, without a hole: what a day without usage is seen against.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

periods_spanned as (

    select
        min(posting_groups.service_period_start) at time zone 'UTC' as first_moment,
        (max(posting_groups.service_period_end) - interval '1 microsecond') at time zone 'UTC' as last_moment
    from posting_groups
    where
        {{ reader_may_see('posting_groups.account_id') }}
        or (posting_groups.side = 'retail' and {{ reader_may_see('posting_groups.usage_account_id') }})

),

days as (

    select
        cast(
            generate_series(date_trunc('day', periods_spanned.first_moment), periods_spanned.last_moment, interval '1 day') as date
        ) as calendar_date
    from periods_spanned

)

select * from days
