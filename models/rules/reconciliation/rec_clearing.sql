{{ config(materialized='ephemeral') }}

-- Money that stands at the provider for longer than payouts take, and payouts of money that nobody told us of.

with clearing_items_judged as (

    select * from {{ ref('clearing_items_judged') }}

),

offenders as (

    select
        'clearing_to_payouts' as check_name,
        null as account_id,
        concat_ws(' ', 'stripe', clearing_items_judged.currency) as subject,
        clearing_items_judged.reason_code,
        clearing_items_judged.currency,
        sum(clearing_items_judged.open_minor) as amount_minor,
        count(*) as record_count
    from clearing_items_judged
    where clearing_items_judged.reason_code is not null
    group by clearing_items_judged.currency, clearing_items_judged.reason_code

)

select * from offenders
