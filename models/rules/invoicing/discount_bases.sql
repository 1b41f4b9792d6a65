-- What each discount is off, and the net amount that bounds all of them: usage, fees, minimums and plan limits whose window begins within it.

with charge_periods as (

    select * from {{ ref('charge_periods') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

discounts as (

    select * from {{ ref('stg_records__discounts') }}

),

lines_to_discount as (

    select * from {{ ref('lines_to_discount') }}

),

net_amounts as (

    select
        lines_to_discount.account_id,
        lines_to_discount.is_posted,
        lines_to_discount.period_start,
        sum(lines_to_discount.amount_minor) as net_minor
    from lines_to_discount
    group by lines_to_discount.account_id, lines_to_discount.is_posted, lines_to_discount.period_start

),

-- Billing periods are counted from the first one that the discount reaches.
discounts_of_periods as (

    select
        discounts.discount_id,
        discounts.percent,
        discounts.amount_minor as discount_minor,
        discounts.meter,
        discounts.starts_at,
        discounts.ends_at,
        charge_periods.account_id,
        charge_periods.currency,
        charge_periods.period_start,
        charge_periods.period_end,
        charge_periods.booking_period_start
    from charge_periods
    inner join discounts
        on
            discounts.account_id = charge_periods.account_id
            and coalesce(discounts.currency, charge_periods.currency) = charge_periods.currency
            and discounts.starts_at < charge_periods.period_end
            and discounts.ends_at > charge_periods.period_start
            and discounts.starts_at < discounts.ends_at
            and discounts.known_from_build <= charge_periods.known_by_build_number
            and discounts.known_until_build > charge_periods.known_by_build_number
    where
        discounts.max_periods is null
        or discounts.max_periods >= (
            select count(*)
            from periods_planned
            where
                periods_planned.account_id = charge_periods.account_id
                and periods_planned.period_end > discounts.starts_at
                and periods_planned.period_start <= charge_periods.period_start
        )

),

bases as (

    select
        discounts_of_periods.*,
        net_amounts.is_posted,
        net_amounts.net_minor,
        coalesce(sum(lines_to_discount.amount_minor), 0) as base_minor
    from discounts_of_periods
    inner join net_amounts
        on
            net_amounts.account_id = discounts_of_periods.account_id
            and net_amounts.period_start = discounts_of_periods.period_start
    left join lines_to_discount
        on
            lines_to_discount.account_id = discounts_of_periods.account_id
            and lines_to_discount.period_start = discounts_of_periods.period_start
            and lines_to_discount.is_posted = net_amounts.is_posted
            and (discounts_of_periods.meter is null or lines_to_discount.meter = discounts_of_periods.meter)
            and lines_to_discount.window_start >= discounts_of_periods.starts_at
            and lines_to_discount.window_start < discounts_of_periods.ends_at
    group by
        discounts_of_periods.discount_id, discounts_of_periods.percent, discounts_of_periods.discount_minor, discounts_of_periods.meter,
        discounts_of_periods.starts_at, discounts_of_periods.ends_at, discounts_of_periods.account_id, discounts_of_periods.currency,
        discounts_of_periods.period_start, discounts_of_periods.period_end, discounts_of_periods.booking_period_start,
        net_amounts.is_posted, net_amounts.net_minor

)

select * from bases
