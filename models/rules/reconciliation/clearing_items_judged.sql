{{ config(materialized='ephemeral') }}

-- What stands at the provider, and what is wrong with it: nothing while it is younger than payouts take.

with clearing_items as (

    select * from {{ ref('clearing_items') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

reconciliation_settings as (

    select *
    from {{ ref('reconciliation_settings') }}
    where setting = 'payout_days'

),

items_judged as (

    select
        clearing_items.currency,
        case
            when clearing_items.open_minor < 0 then 'payouts_above_clearing'
            when build.as_of - clearing_items.since >= reconciliation_settings.value * interval '1 day' then 'not_paid_out'
        end as reason_code,
        clearing_items.open_minor,
        clearing_items.since
    from clearing_items
    cross join build
    cross join reconciliation_settings
    where clearing_items.open_minor <> 0

)

select * from items_judged
