-- What a reseller's customers are charged, in the other currency of the reseller: per group and period, exact, each day at its own rate.

with posting_groups as not materialized (

    select * from {{ source('book', 'posting_groups') }}

),

rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

fx_conversions as (

    select * from {{ source('current', 'fx_conversions') }}

),

-- Sums over changes need no notion of what is current.
days_of_groups as (

    select
        posting_groups.posting_group_id,
        fx_conversions.used_on,
        sum(rated_lines.amount_exact_change) as amount_exact
    from fx_conversions
    inner join posting_groups
        on
            posting_groups.usage_account_id = fx_conversions.usage_account_id
            and posting_groups.service_period_start = fx_conversions.period_start
            and posting_groups.side = 'retail'
            and posting_groups.currency = fx_conversions.source_currency
    inner join rated_lines
        on
            rated_lines.posting_group_id = posting_groups.posting_group_id
            and (rated_lines.window_start at time zone 'UTC')::date = fx_conversions.used_on
    group by posting_groups.posting_group_id, fx_conversions.used_on

),

-- Through the base in one expression: times the one rate, divided by the other.
days_converted as (

    select
        fx_conversions.reseller_account_id,
        fx_conversions.usage_account_id as account_id,
        to_char(
            (posting_groups.service_period_end - interval '1 microsecond') at time zone coalesce(periods.billing_timezone, 'UTC'), 'YYYY-MM'
        ) as period,
        fx_conversions.target_currency as currency,
        (days_of_groups.amount_exact * fx_conversions.target_rate * power(10::numeric, fx_conversions.target_exponent))::numeric(1000, 60)
        / (fx_conversions.source_rate * power(10::numeric, fx_conversions.source_exponent)) as converted_exact,
        case when fx_conversions.provider is null and days_of_groups.amount_exact <> 0 then fx_conversions.used_on end as day_without_rate,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from days_of_groups
    inner join posting_groups on posting_groups.posting_group_id = days_of_groups.posting_group_id
    inner join fx_conversions
        on
            fx_conversions.usage_account_id = posting_groups.usage_account_id
            and fx_conversions.period_start = posting_groups.service_period_start
            and fx_conversions.used_on = days_of_groups.used_on
    left join periods
        on
            periods.account_id = posting_groups.account_id
            and periods.period_start = posting_groups.service_period_start

),

conversions as (

    select
        days_converted.reseller_account_id,
        days_converted.account_id,
        days_converted.period,
        days_converted.currency,
        sum(days_converted.converted_exact) as converted_exact,
        count(distinct days_converted.day_without_rate) as days_without_rate,
        days_converted.service_period_start,
        days_converted.service_period_end
    from days_converted
    where {{ reader_may_see('days_converted.reseller_account_id') }}
    group by
        days_converted.reseller_account_id,
        days_converted.account_id,
        days_converted.period,
        days_converted.currency,
        days_converted.service_period_start,
        days_converted.service_period_end

)

select * from conversions
