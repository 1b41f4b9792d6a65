{{ config(materialized='ephemeral') }}

-- Money that stands at the provider for longer than payouts take, and payouts of money that nobody told us of.

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
        clearing_items.open_minor,
        case when clearing_items.open_minor < 0 then 'payouts_above_clearing' else 'not_paid_out' end as reason_code
    from clearing_items
    cross join build
    cross join reconciliation_settings
    where
        clearing_items.open_minor < 0
        or (clearing_items.open_minor > 0 and build.as_of - clearing_items.since >= reconciliation_settings.value * interval '1 day')

),

offenders as (

    select
        'clearing_to_payouts' as check_name,
        null as account_id,
        concat_ws(' ', 'stripe', items_judged.currency) as subject,
        items_judged.reason_code,
        items_judged.currency,
        sum(items_judged.open_minor) as amount_minor,
        count(*) as record_count
    from items_judged
    group by items_judged.currency, items_judged.reason_code

)

select * from offenders
