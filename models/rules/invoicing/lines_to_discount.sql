{{ config(materialized='view') }}

-- Usage, fees, minimums and plan limits line by line, in whole minor units: what a discount may be off.

with usage_spend as (

    select * from {{ ref('usage_spend') }}

),

charges_before_discounts as (

    select * from {{ ref('charges_before_discounts') }}

),

lines_united as (

    select
        usage_spend.account_id, usage_spend.meter, usage_spend.currency, usage_spend.amount_minor,
        usage_spend.is_posted, usage_spend.window_start, usage_spend.period_start
    from usage_spend

    union all

    select
        charges_before_discounts.account_id, charges_before_discounts.meter, charges_before_discounts.currency,
        book.rounded(charges_before_discounts.amount_exact, charges_before_discounts.rounding) as amount_minor, charges_before_discounts.is_posted,
        charges_before_discounts.window_start, charges_before_discounts.period_start
    from charges_before_discounts

)

select * from lines_united
