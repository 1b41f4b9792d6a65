{{ config(materialized='view') }}

-- Accounts whose charges may be worth something else than the book says: a record about them, their reseller or plans is new, or they are parked.

with accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

price_tiers as (

    select * from {{ ref('stg_records__price_tiers') }}

),

plans as (

    select * from {{ ref('stg_records__plans') }}

),

discounts as (

    select * from {{ ref('stg_records__discounts') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

parked_accounts as (

    select * from {{ ref('stg_current__parked_accounts') }}

),

accounts_reopened as (

    select * from {{ ref('accounts_reopened') }}

),

prices_changed as (

    select prices.plan_id, prices.account_id
    from prices
    where prices.price_id in (select changed.price_id from prices as changed where changed.is_new)
    union
    select prices.plan_id, prices.account_id
    from price_tiers
    inner join prices on prices.price_id = price_tiers.price_id
    where price_tiers.is_new
    union
    select plans.plan_id, null as account_id from plans where plans.is_new

),

-- A record that named another account before names both.
accounts_named as (

    select accounts.account_id from accounts where accounts.is_new
    union
    select account_sides.account_id
    from account_sides
    inner join accounts on accounts.account_id = account_sides.usage_account_id
    where accounts.is_new
    union
    -- Nobody was charged while his reseller was not known.
    select account_sides.usage_account_id from account_sides
    where account_sides.account_id in (select accounts.account_id from accounts where accounts.is_new)
    union
    select subscriptions.account_id
    from subscriptions
    where subscriptions.record_key in (select changed.record_key from subscriptions as changed where changed.is_new)
    union
    select discounts.account_id
    from discounts
    where discounts.record_key in (select changed.record_key from discounts as changed where changed.is_new)
    union
    select prices_changed.account_id from prices_changed where prices_changed.account_id is not null
    union
    select subscriptions.account_id
    from subscriptions
    inner join prices_changed on prices_changed.plan_id = subscriptions.plan_id
    union
    select account_sides.account_id
    from account_sides
    inner join prices_changed on prices_changed.plan_id in (account_sides.default_plan_id, account_sides.fallback_plan_id)
    union
    select actions.account_id from actions where actions.is_new and actions.kind = 'one_off_charge'
    union
    select parked_accounts.account_id from parked_accounts
    union
    select accounts_reopened.account_id from accounts_reopened

)

select * from accounts_named
