{{ config(materialized='view') }}

-- Days on which a customer used something while its reseller is rated in another currency.

with account_sides as (

    select * from {{ ref('account_sides') }}
    where side = 'wholesale'

),

retail_days as (

    select * from {{ ref('retail_days') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

-- The reseller as the period knows him, and the currency of his own period at the begin of the day.
days_with_both_currencies as (

    select
        retail_days.usage_account_id,
        account_sides.account_id as reseller_account_id,
        retail_days.currency as source_currency,
        coalesce(periods_of_resellers.currency, account_sides.currency) as target_currency,
        periods_planned.known_by_build_number,
        retail_days.used_on,
        retail_days.period_start
    from retail_days
    inner join periods_planned
        on
            periods_planned.account_id = retail_days.usage_account_id
            and periods_planned.period_start = retail_days.period_start
    inner join account_sides
        on
            account_sides.usage_account_id = retail_days.usage_account_id
            and account_sides.known_from_build <= periods_planned.known_by_build_number
            and account_sides.known_until_build > periods_planned.known_by_build_number
    left join periods_planned as periods_of_resellers
        on
            periods_of_resellers.account_id = account_sides.account_id
            and periods_of_resellers.period_start <= retail_days.used_on::timestamp at time zone 'UTC'
            and periods_of_resellers.period_end > retail_days.used_on::timestamp at time zone 'UTC'

)

select *
from days_with_both_currencies
where days_with_both_currencies.source_currency <> days_with_both_currencies.target_currency
