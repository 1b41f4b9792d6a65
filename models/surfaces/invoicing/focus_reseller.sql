-- What a reseller's customers pay, and in charges of their own what the reseller pays for it: the two sides are cut and priced apart.

with charges as (

    select * from {{ ref('focus_charges') }}

),

reseller_costs as (

    select * from {{ ref('focus_reseller_costs') }}

),

-- What he earns by it is the reseller's own business.
retail_charges as (

    select
        charges.*,
        case when {{ reader_may_see('charges."x_ResellerAccountId"') }} then 0::numeric end as "x_WholesaleCost",
        case when {{ reader_may_see('charges."x_ResellerAccountId"') }} then charges."BilledCost" end as "x_MarginCost"
    from charges
    where
        charges."x_Side" = 'retail'
        and charges."x_ResellerAccountId" is not null
        and {{ reader_may_see('charges."BillingAccountId"') }}

),

charges_of_both_sides as (

    select * from retail_charges

    union all

    select reseller_costs.*
    from reseller_costs
    where {{ reader_may_see('reseller_costs."x_ResellerAccountId"') }}

)

select * from charges_of_both_sides
