-- The currency an account is billed in, with the newest exchange rate on record that has this currency on either side.

with accounts as (

    select * from {{ source('current', 'accounts') }}

),

fx_rates as (

    select
        fx_rates_to.target_currency as currency,
        fx_rates_to.*
    from {{ source('raw', 'fx_rates') }} as fx_rates_to

    union all

    select
        fx_rates_from.source_currency as currency,
        fx_rates_from.*
    from {{ source('raw', 'fx_rates') }} as fx_rates_from

),

newest_rates as (

    select distinct on (fx_rates.currency) fx_rates.*
    from fx_rates
    where fx_rates.currency in (select account_currencies.currency from {{ source('current', 'accounts') }} as account_currencies)
    order by
        fx_rates.currency asc,
        fx_rates.rate_date desc,
        fx_rates.provider collate "C" asc,
        fx_rates.source_currency collate "C" asc,
        fx_rates.target_currency collate "C" asc

),

currency_settings as (

    select
        accounts.account_id,
        accounts.currency as default_currency,
        newest_rates.record_key as fx_snapshot_id,
        newest_rates.provider as fx_provider,
        newest_rates.source_currency as fx_source_currency,
        newest_rates.target_currency as fx_target_currency,
        newest_rates.rate as fx_rate,
        newest_rates.rate_date as fx_rate_date
    from accounts
    left join newest_rates on newest_rates.currency = accounts.currency
    where {{ reader_may_see('accounts.account_id') }}

)

select * from currency_settings
