{{ config(materialized='ephemeral') }}

-- Balances in, or of an account in, a currency that was quoted once and has ended: nobody can tell them in the currency of the account any more.

with build as (

    select * from {{ ref('stg_control__build') }}

),

fx_rates as (

    select * from {{ ref('stg_records__fx_rates') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

customer_legs as not materialized (

    select * from {{ ref('stg_book__customer_legs') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

days_quoted as (

    select fx_rates.target_currency as currency, max(fx_rates.rate_date) as last_quoted_on
    from fx_rates
    cross join build
    where fx_rates.rate_date < (build.as_of at time zone 'UTC')::date
    group by fx_rates.target_currency

    union all

    select fx_rates.source_currency as currency, max(fx_rates.rate_date) as last_quoted_on
    from fx_rates
    cross join build
    where fx_rates.rate_date < (build.as_of at time zone 'UTC')::date
    group by fx_rates.source_currency

),

currencies_ended as (

    select days_quoted.currency, max(days_quoted.last_quoted_on) as last_quoted_on
    from days_quoted
    cross join build
    group by days_quoted.currency, build.as_of
    having max(days_quoted.last_quoted_on) < (build.as_of at time zone 'UTC')::date - 7

),

amounts_united as (

    select customer_legs.account_id, customer_legs.currency, customer_legs.amount_minor
    from customer_legs
    where exists (select 1 from currencies_ended)

    union all

    select entries_planned.account_id, entries_planned.currency, entries_planned.amount_minor
    from entries_planned

),

balances as (

    select amounts_united.account_id, amounts_united.currency, accounts.currency as account_currency, sum(amounts_united.amount_minor) as amount_minor
    from amounts_united
    inner join accounts on accounts.account_id = amounts_united.account_id
    where
        accounts.currency <> amounts_united.currency
        and (
            accounts.currency in (select currencies_ended.currency from currencies_ended)
            or amounts_united.currency in (select currencies_ended.currency from currencies_ended)
        )
    group by amounts_united.account_id, amounts_united.currency, accounts.currency

),

offenders as (

    select
        'balances_to_rates' as check_name,
        balances.account_id,
        balances.currency || ' to ' || balances.account_currency || ', last quoted on ' || min(currencies_ended.last_quoted_on)::text as subject,
        'no_rate' as reason_code,
        balances.currency,
        balances.amount_minor,
        1 as record_count
    from balances
    inner join currencies_ended on currencies_ended.currency in (balances.currency, balances.account_currency)
    where balances.amount_minor <> 0
    group by balances.account_id, balances.currency, balances.account_currency, balances.amount_minor

)

select * from offenders
