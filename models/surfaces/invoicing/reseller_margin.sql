-- What a reseller pays for each of its customers, what the customer is charged, and the difference, per month and currency.
-- Where the two have different currencies the retail side is told in the reseller's too: each day converted, the sum rounded once.

with groups_of_resellers as (

    select * from {{ ref('groups_of_resellers') }}

),

retail_conversions as (

    select * from {{ ref('retail_conversions') }}

),

amounts_of_both_kinds as (

    select
        groups_of_resellers.*, null::numeric as converted_exact, null::bigint as days_without_rate
    from groups_of_resellers

    union all

    select
        retail_conversions.reseller_account_id, retail_conversions.account_id, retail_conversions.period, retail_conversions.currency,
        'converted' as side, null as amount_minor,
        retail_conversions.service_period_start, retail_conversions.service_period_end, retail_conversions.converted_exact,
        retail_conversions.days_without_rate
    from retail_conversions

),

-- The margin is the reseller's to know, not his customer's.
sides_summed as (

    select
        amounts_of_both_kinds.reseller_account_id,
        amounts_of_both_kinds.account_id,
        amounts_of_both_kinds.period,
        amounts_of_both_kinds.currency,
        cast(sum(amounts_of_both_kinds.amount_minor) filter (where amounts_of_both_kinds.side = 'wholesale') as bigint) as wholesale_minor,
        cast(sum(amounts_of_both_kinds.amount_minor) filter (where amounts_of_both_kinds.side = 'retail') as bigint) as retail_minor,
        case
            when sum(amounts_of_both_kinds.days_without_rate) = 0 then cast(round(sum(amounts_of_both_kinds.converted_exact)) as bigint)
        end as retail_converted_minor,
        cast(sum(amounts_of_both_kinds.days_without_rate) as bigint) as days_without_rate,
        min(amounts_of_both_kinds.service_period_start) as period_start,
        max(amounts_of_both_kinds.service_period_end) as period_end
    from amounts_of_both_kinds
    where {{ reader_may_see('amounts_of_both_kinds.reseller_account_id') }}
    group by
        amounts_of_both_kinds.reseller_account_id, amounts_of_both_kinds.account_id,
        amounts_of_both_kinds.period, amounts_of_both_kinds.currency

),

margins as (

    select
        sides_summed.reseller_account_id,
        sides_summed.account_id,
        sides_summed.period,
        sides_summed.currency,
        sides_summed.wholesale_minor,
        sides_summed.retail_minor,
        sides_summed.retail_minor - sides_summed.wholesale_minor as margin_minor,
        sides_summed.period_start,
        sides_summed.period_end,
        sides_summed.retail_converted_minor,
        sides_summed.retail_converted_minor - sides_summed.wholesale_minor as margin_converted_minor,
        sides_summed.days_without_rate
    from sides_summed

)

select * from margins
