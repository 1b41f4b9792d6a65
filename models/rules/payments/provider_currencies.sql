{{ config(materialized='view') }}

-- How many minor units of ours one of the provider's is, currency by currency.

with currencies as (

    select * from {{ ref('currencies') }}

),

provider_currency_exponents as (

    select *
    from {{ ref('provider_currency_exponents') }}
    where provider = 'stripe'

),

provider_currencies as (

    select
        currencies.currency_code as currency,
        power(
            10::numeric, currencies.minor_unit_exponent - coalesce(provider_currency_exponents.exponent, currencies.minor_unit_exponent)
        ) as minor_units
    from currencies
    left join provider_currency_exponents on provider_currency_exponents.currency_code = currencies.currency_code
    where currencies.minor_unit_exponent is not null

)

select * from provider_currencies
