{{ config(materialized='ephemeral') }}

-- Resold usage in two currencies on days without an exchange rate: the reseller's margin of its month stays unknown.

with fx_conversions_to_refresh as (

    select * from {{ ref('fx_conversions_to_refresh') }}

),

offenders as (

    select
        'retail_to_wholesale' as check_name,
        fx_conversions_to_refresh.usage_account_id as account_id,
        concat_ws(
            ' ', fx_conversions_to_refresh.source_currency, 'to', fx_conversions_to_refresh.target_currency, 'in',
            to_char(fx_conversions_to_refresh.used_on, 'YYYY-MM')
        ) as subject,
        'fx_rate_missing' as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        count(*) as record_count
    from fx_conversions_to_refresh
    where fx_conversions_to_refresh.provider is null
    group by
        fx_conversions_to_refresh.usage_account_id, fx_conversions_to_refresh.source_currency, fx_conversions_to_refresh.target_currency,
        to_char(fx_conversions_to_refresh.used_on, 'YYYY-MM')

)

select * from offenders
