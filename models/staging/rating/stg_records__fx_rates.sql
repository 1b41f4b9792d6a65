with fx_rates as (

    select * from {{ source('raw', 'fx_rates') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- A rate never changes, so there is one version of each.
rates_with_what_was_known_when as (

    select
        fx_rates.record_key as fx_snapshot_id,
        fx_rates.provider,
        fx_rates.source_currency,
        fx_rates.target_currency,
        fx_rates.rate,
        batches.taken_by_build_number as known_from_build,
        fx_rates.rate_date
    from fx_rates
    inner join batches on batches.batch_id = fx_rates.batch_id

)

select * from rates_with_what_was_known_when
