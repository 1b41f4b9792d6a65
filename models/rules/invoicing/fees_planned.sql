-- Recurring fees that are due: in advance once their stretch has begun, in arrears once it has ended.
-- Exact to 12 decimals; multiplied before divided.

with build as (

    select * from {{ ref('stg_control__build') }}

),

fee_stretches as (

    select * from {{ ref('fee_stretches') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

-- By the day: the local date of the start counts, that of the end does not.
shares_measured as (

    select
        fee_stretches.*,
        case fee_stretches.proration
            when 'second' then {{ microseconds('fee_stretches.stretch_end') }} - {{ microseconds('fee_stretches.stretch_start') }}
            when 'day'
                then
                    (fee_stretches.stretch_end at time zone fee_stretches.billing_timezone)::date
                    - (fee_stretches.stretch_start at time zone fee_stretches.billing_timezone)::date
            else 1
        end::numeric as part_count,
        case fee_stretches.proration
            when 'second' then {{ microseconds('fee_stretches.whole_end') }} - {{ microseconds('fee_stretches.whole_start') }}
            when 'day'
                then
                    greatest(
                        (fee_stretches.whole_end at time zone fee_stretches.billing_timezone)::date
                        - (fee_stretches.whole_start at time zone fee_stretches.billing_timezone)::date,
                        1
                    )
            else 1
        end::numeric as whole_count
    from fee_stretches
    cross join build
    where
        case fee_stretches.charge_timing
            when 'advance' then fee_stretches.stretch_start <= build.as_of
            else fee_stretches.stretch_end <= build.as_of
        end

),

fees as (

    select
        'fee' as line_type,
        {{ book_id([
            "'fee'", "shares_measured.price_source", "shares_measured.price_scope", "shares_measured.price_id",
            "shares_measured.subscription_id",
        ]) }}
            as charge_id,
        shares_measured.account_id,
        shares_measured.usage_account_id,
        shares_measured.side,
        shares_measured.meter,
        shares_measured.resource_type,
        shares_measured.pricing_mode,
        shares_measured.price_source,
        shares_measured.price_scope,
        shares_measured.currency,
        shares_measured.price_id,
        'flat' as pricing_model,
        'fee' as unit,
        shares_measured.rounding,
        shares_measured.quantity::numeric as quantity,
        round(
            (
                shares_measured.quantity * shares_measured.flat_fee * power(10::numeric, currencies.minor_unit_exponent) * shares_measured.part_count
            )::numeric(1000, 30)
            / shares_measured.whole_count,
            12
        ) as amount_exact,
        shares_measured.is_posted,
        shares_measured.stretch_start as window_start,
        shares_measured.stretch_end as window_end,
        shares_measured.period_start,
        shares_measured.period_end,
        shares_measured.booking_period_start
    from shares_measured
    inner join currencies on currencies.currency_code = shares_measured.currency

)

select * from fees
