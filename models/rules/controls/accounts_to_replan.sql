{{ config(materialized='ephemeral') }}

-- Accounts whose usage may be worth something else than the book says: a record about them is new, or they are parked.

with accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

-- New tiers are news about their price.
prices as (

    select
        prices.account_id,
        prices.meter,
        prices.is_new or prices.price_id in (select price_tiers.price_id from price_tiers where price_tiers.is_new) as is_new
    from {{ ref('stg_records__prices') }} as prices

),

parked_accounts as (

    select * from {{ ref('stg_current__parked_accounts') }}

),

accounts_reopened as (

    select * from {{ ref('accounts_reopened') }}

),

accounts_named as (

    select accounts.account_id from accounts where accounts.is_new
    union
    select subscriptions.account_id from subscriptions where subscriptions.is_new
    union
    select prices.account_id from prices where prices.is_new and prices.account_id is not null
    union
    select parked_accounts.account_id from parked_accounts
    union
    select accounts_reopened.account_id from accounts_reopened

),

accounts_named_or_resold_by_them as (

    select
        accounts_named.account_id,
        null::text as meter
    from accounts_named

    union

    select
        accounts.account_id,
        null::text as meter
    from accounts
    inner join accounts_named on accounts_named.account_id = accounts.reseller_account_id

),

-- A price of a plan or of the catalogue may reach anybody who uses its meter.
meters_repriced as (

    select distinct
        null::text as account_id,
        prices.meter
    from prices
    where
        prices.is_new
        and prices.account_id is null

),

replans_united as (

    select * from accounts_named_or_resold_by_them
    union all
    select * from meters_repriced

)

select * from replans_united
