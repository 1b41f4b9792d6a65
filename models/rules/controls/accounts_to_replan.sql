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

prices as (

    select * from {{ ref('stg_records__prices') }}

),

parked_accounts as (

    select * from {{ ref('stg_current__parked_accounts') }}

),

accounts_reopened as (

    select * from {{ ref('accounts_reopened') }}

),

-- A price that named another account or meter before is news for both, and new tiers are news about their price.
prices_changed as (

    select
        prices.account_id,
        prices.meter
    from prices
    where
        prices.price_id in (select changed.price_id from prices as changed where changed.is_new)
        or prices.price_id in (select price_tiers.price_id from price_tiers where price_tiers.is_new)

),

accounts_named as (

    select accounts.account_id from accounts where accounts.is_new
    union
    select subscriptions.account_id
    from subscriptions
    where subscriptions.record_key in (select changed.record_key from subscriptions as changed where changed.is_new)
    union
    select prices_changed.account_id from prices_changed where prices_changed.account_id is not null
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
        prices_changed.meter
    from prices_changed
    where prices_changed.account_id is null

),

replans_united as (

    select * from accounts_named_or_resold_by_them
    union all
    select * from meters_repriced

)

select * from replans_united
