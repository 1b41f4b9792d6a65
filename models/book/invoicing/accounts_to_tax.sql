{{ config(materialized='ephemeral') }}

-- Accounts whose tax a new record may change: their own profile, record or result of an outside provider,
-- or the first profile of the issuer, from which on everybody needs one.

with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

tax_profiles as (

    select * from {{ ref('stg_records__tax_profiles') }}

),

tax_results as (

    select * from {{ ref('stg_records__tax_results') }}

),

issuers_of_new_profiles as (

    select distinct coalesce(accounts.issuer_id, 'house') as issuer_id
    from tax_profiles
    inner join accounts on accounts.account_id = tax_profiles.account_id
    where tax_profiles.is_new

),

accounts_named as (

    select tax_profiles.account_id
    from tax_profiles
    where tax_profiles.is_new

    union

    select tax_results.account_id
    from tax_results
    where tax_results.is_new

    union

    select accounts.account_id
    from accounts
    where accounts.is_new

    union

    select accounts.account_id
    from accounts
    inner join issuers_of_new_profiles on issuers_of_new_profiles.issuer_id = coalesce(accounts.issuer_id, 'house')
    where accounts.account_id not in (select tax_profiles.account_id from tax_profiles)

)

select * from accounts_named
