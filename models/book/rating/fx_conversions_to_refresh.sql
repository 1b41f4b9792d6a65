{{ config(indexes=[{'columns': ['usage_account_id', 'period_start', 'used_on'], 'unique': true}]) }}

-- The exchange rate of each resold day: the last one dated before the day and at most 7 days old, as the period knows it.
-- Both currencies are quoted against the same base, by the same provider, for the same day: what nobody published as one price is no rate.

with resold_days as (

    select * from {{ ref('resold_days') }}

),

fx_rates as (

    select * from {{ ref('stg_records__fx_rates') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

rates_in_reach as (

    select fx_rates.*
    from fx_rates
    where
        fx_rates.rate_date >= (select min(resold_days.used_on) - 7 from resold_days)
        and fx_rates.rate_date < (select max(resold_days.used_on) from resold_days)

),

-- A base is worth one of itself.
quotes as (

    select
        rates_in_reach.provider, rates_in_reach.rate_date, rates_in_reach.source_currency as base_currency,
        rates_in_reach.target_currency as currency, rates_in_reach.rate, rates_in_reach.fx_snapshot_id, rates_in_reach.known_from_build
    from rates_in_reach

    union

    select
        rates_in_reach.provider, rates_in_reach.rate_date, rates_in_reach.source_currency as base_currency,
        rates_in_reach.source_currency as currency, 1 as rate, null as fx_snapshot_id, 0 as known_from_build
    from rates_in_reach

),

rates_of_days as (

    select
        resold_days.usage_account_id, resold_days.period_start, resold_days.used_on,
        source_quotes.provider, source_quotes.base_currency,
        source_quotes.rate as source_rate, target_quotes.rate as target_rate,
        source_quotes.fx_snapshot_id as source_snapshot_id, target_quotes.fx_snapshot_id as target_snapshot_id, source_quotes.rate_date,
        row_number() over (
            partition by resold_days.usage_account_id, resold_days.period_start, resold_days.used_on
            order by
                source_quotes.rate_date desc,
                -- One rate before two that are multiplied.
                (source_quotes.fx_snapshot_id is null or target_quotes.fx_snapshot_id is null) desc,
                source_quotes.provider collate "C" asc, source_quotes.base_currency collate "C" asc
        ) as standing
    from resold_days
    inner join quotes as source_quotes
        on
            source_quotes.currency = resold_days.source_currency
            and source_quotes.rate_date < resold_days.used_on
            and source_quotes.rate_date >= resold_days.used_on - 7
            and source_quotes.known_from_build <= resold_days.known_by_build_number
    inner join quotes as target_quotes
        on
            target_quotes.provider = source_quotes.provider
            and target_quotes.rate_date = source_quotes.rate_date
            and target_quotes.base_currency = source_quotes.base_currency
            and target_quotes.currency = resold_days.target_currency
            and target_quotes.known_from_build <= resold_days.known_by_build_number

),

days_with_their_rate as (

    select
        resold_days.usage_account_id, resold_days.period_start, resold_days.used_on,
        resold_days.reseller_account_id, resold_days.source_currency, resold_days.target_currency,
        sources.minor_unit_exponent as source_exponent, targets.minor_unit_exponent as target_exponent,
        rates_of_days.provider, rates_of_days.base_currency,
        rates_of_days.source_rate, rates_of_days.target_rate,
        rates_of_days.source_snapshot_id, rates_of_days.target_snapshot_id, rates_of_days.rate_date
    from resold_days
    inner join currencies as sources on sources.currency_code = resold_days.source_currency
    inner join currencies as targets on targets.currency_code = resold_days.target_currency
    left join rates_of_days
        on
            rates_of_days.usage_account_id = resold_days.usage_account_id
            and rates_of_days.period_start = resold_days.period_start
            and rates_of_days.used_on = resold_days.used_on
            and rates_of_days.standing = 1

)

select * from days_with_their_rate
