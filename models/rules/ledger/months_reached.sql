{{ config(materialized='ephemeral') }}

-- Months in the account's billing time zone, from the first thing that reached the account to the month of this build.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

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

accounts_reached as (

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
    select periods.account_id, periods.period_end as reached_at from periods

),

accounts_with_their_months as (

    select
        accounts.account_id,
        accounts.billing_timezone,
        accounts.currency,
        accounts.billing_mode,
        min(accounts_reached.reached_at) as first_reached_at,
        generate_series(
            date_trunc('month', min(accounts_reached.reached_at) at time zone accounts.billing_timezone),
            date_trunc('month', build.as_of at time zone accounts.billing_timezone),
            interval '1 month'
        ) as month_start
    from accounts_reached
    inner join accounts on accounts.account_id = accounts_reached.account_id
    cross join build
    where accounts_reached.reached_at <= build.as_of
    group by accounts.account_id, accounts.billing_timezone, accounts.currency, accounts.billing_mode, build.as_of

),

months_in_utc as (

    select
        accounts_with_their_months.account_id,
        accounts_with_their_months.billing_timezone,
        accounts_with_their_months.currency,
        accounts_with_their_months.billing_mode,
        accounts_with_their_months.first_reached_at,
        accounts_with_their_months.month_start at time zone accounts_with_their_months.billing_timezone as period_start,
        (accounts_with_their_months.month_start + interval '1 month') at time zone accounts_with_their_months.billing_timezone as period_end
    from accounts_with_their_months

)

select * from months_in_utc
