{{ config(materialized='view') }}

-- Since when charges beside usage reach an account: its periods begin there, used or not.

with subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

commit_contracts as (

    select * from {{ ref('stg_records__commit_contracts') }}

),

credit_grants as (

    select * from {{ ref('stg_records__credit_grants') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

charges_reached as (

    select account_id, starts_at as reached_at
    from subscriptions
    where known_until_build = 9223372036854775807 and starts_at < ends_at
    union all
    -- A contract price of usage is valid without a beginning: it reaches nobody before usage does.
    select account_id, valid_from as reached_at
    from prices
    where known_until_build = 9223372036854775807 and valid_from < valid_to and model = 'flat' and account_id is not null
    union all
    select account_id, starts_at as reached_at
    from commit_contracts
    where known_until_build = 9223372036854775807 and starts_at < ends_at
    union all
    select account_id, effective_at as reached_at
    from credit_grants
    where known_until_build = 9223372036854775807 and effective_at < expires_at
    union all
    select account_id, requested_at as reached_at
    from actions
    where kind = 'one_off_charge'

)

select * from charges_reached
