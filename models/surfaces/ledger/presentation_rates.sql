{{ config(materialized='ephemeral') }}

-- The rate between each two currencies on the day of the published build: the last one dated before the day, at most 7 days old.
-- Both sides are quoted against the same base, by the same provider, for the same day: what nobody published as one price is no rate.

with fx_rates as (

    select * from {{ source('raw', 'fx_rates') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

newest_publication as (

    select
        max(publications.build_number) as build_number,
        cast(max(publications.as_of) at time zone 'UTC' as date) as as_of_date
    from publications

),

rates_in_reach as (

    select fx_rates.*
    from fx_rates
    cross join newest_publication
    inner join batches_taken
        on
            batches_taken.batch_id = fx_rates.batch_id
            and batches_taken.build_number <= newest_publication.build_number
    where
        fx_rates.rate_date < newest_publication.as_of_date
        and fx_rates.rate_date >= newest_publication.as_of_date - 7

),

-- A base is worth one of itself.
quotes as (

    select
        rates_in_reach.provider, rates_in_reach.rate_date, rates_in_reach.source_currency as base_currency,
        rates_in_reach.target_currency as currency, rates_in_reach.rate, rates_in_reach.record_key as fx_snapshot_id
    from rates_in_reach

    union

    select
        rates_in_reach.provider, rates_in_reach.rate_date, rates_in_reach.source_currency as base_currency,
        rates_in_reach.source_currency as currency, 1 as rate, null as fx_snapshot_id
    from rates_in_reach

),

rates_ranked as (

    select
        source_quotes.currency as source_currency, target_quotes.currency as target_currency,
        source_quotes.provider, source_quotes.base_currency,
        source_quotes.rate as source_rate, target_quotes.rate as target_rate,
        source_quotes.fx_snapshot_id as source_snapshot_id, target_quotes.fx_snapshot_id as target_snapshot_id, source_quotes.rate_date,
        row_number() over (
            partition by source_quotes.currency, target_quotes.currency
            order by
                source_quotes.rate_date desc,
                -- One rate before two that are multiplied.
                (source_quotes.fx_snapshot_id is null or target_quotes.fx_snapshot_id is null) desc,
                source_quotes.provider collate "C" asc, source_quotes.base_currency collate "C" asc
        ) as standing
    from quotes as source_quotes
    inner join quotes as target_quotes
        on
            target_quotes.provider = source_quotes.provider
            and target_quotes.rate_date = source_quotes.rate_date
            and target_quotes.base_currency = source_quotes.base_currency
            and target_quotes.currency <> source_quotes.currency

)

select * from rates_ranked
where rates_ranked.standing = 1
