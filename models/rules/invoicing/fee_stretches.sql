{{ config(materialized='view') }}

-- The stretch of each interval that a fee is for, beside the whole interval: a month is the billing period, a year runs from anniversary to
-- anniversary of the subscription in the billing time zone and is charged where its stretch begins (advance) or ends (arrears).

with fee_terms as (

    select * from {{ ref('fee_terms') }}

),

years as (

    select
        fee_terms.*,
        generate_series(
            greatest(extract(year from fee_terms.period_end)::int - extract(year from fee_terms.starts_at)::int - 2, 0),
            extract(year from fee_terms.period_end)::int - extract(year from fee_terms.starts_at)::int + 1
        ) as year_number
    from fee_terms
    where fee_terms.interval = 'year'

),

intervals as (

    select
        fee_terms.*,
        fee_terms.period_start as whole_start,
        fee_terms.period_end as whole_end
    from fee_terms
    where fee_terms.interval = 'month'

    union all

    select
        years.account_id,
        years.usage_account_id,
        years.side,
        years.subscription_id,
        years.price_source,
        years.price_scope,
        years.price_id,
        years.meter,
        years.resource_type,
        years.pricing_mode,
        years.interval,
        years.charge_timing,
        years.proration,
        years.rounding,
        years.billing_timezone,
        years.currency,
        years.quantity,
        years.flat_fee,
        years.is_posted,
        years.starts_at,
        years.ends_at,
        years.valid_from,
        years.valid_to,
        years.period_start,
        years.period_end,
        years.booking_period_start,
        ((years.starts_at at time zone years.billing_timezone) + years.year_number * interval '1 year') at time zone years.billing_timezone
            as whole_start,
        ((years.starts_at at time zone years.billing_timezone) + (years.year_number + 1) * interval '1 year') at time zone years.billing_timezone
            as whole_end
    from years

),

-- Without proration the fee is due once, by the row that is valid where the activity begins.
stretches as (

    select
        intervals.*,
        greatest(intervals.whole_start, intervals.starts_at, case when intervals.proration <> 'none' then intervals.valid_from end) as stretch_start,
        least(intervals.whole_end, intervals.ends_at, case when intervals.proration <> 'none' then intervals.valid_to end) as stretch_end
    from intervals

),

stretches_of_the_period as (

    select stretches.*
    from stretches
    where
        stretches.stretch_start < stretches.stretch_end
        and stretches.valid_from <= stretches.stretch_start
        and stretches.valid_to > stretches.stretch_start
        and case
            when stretches.interval = 'month' then true
            when
                stretches.charge_timing = 'advance'
                then stretches.stretch_start >= stretches.period_start and stretches.stretch_start < stretches.period_end
            else stretches.stretch_end > stretches.period_start and stretches.stretch_end <= stretches.period_end
        end

)

select * from stretches_of_the_period
