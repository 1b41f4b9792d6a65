{{ config(materialized='ephemeral') }}

-- The first moment at which something of this build reaches each account: usage, payments, charges, requests, or the end of its last period.

with build as (

    select * from {{ ref('stg_control__build') }}

),

time_covered as (

    select * from {{ ref('time_covered') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

payments_reached as (

    select * from {{ ref('payments_reached') }}

),

charges_reached as (

    select * from {{ ref('charges_reached') }}

),

payers_reached as (

    select * from {{ ref('payers_reached') }}

),

requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where decision = 'approve'

),

reaches as (

    select account_sides.account_id, usage_touches.touched_from as reached_at
    from usage_touches
    inner join account_sides on account_sides.usage_account_id = usage_touches.account_id
    union all
    select payments_reached.account_id, payments_reached.reached_at from payments_reached
    union all
    select charges_reached.account_id, charges_reached.reached_at from charges_reached
    union all
    select payers_reached.account_id, payers_reached.reached_at from payers_reached
    union all
    select requests.account_id, least(requests.decided_at, build.as_of) as reached_at
    from requests
    cross join build
    union all
    select time_covered.account_id, time_covered.covered_until as reached_at from time_covered

),

accounts_reached as (

    select
        reaches.account_id,
        min(reaches.reached_at) as first_reached_at
    from reaches
    cross join build
    where reaches.reached_at <= build.as_of
    group by reaches.account_id

)

select * from accounts_reached
