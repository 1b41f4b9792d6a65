-- What a reseller costs us or pays us for its customers: the wholesale side, billed to the reseller, one sub-account per customer.

with charges as (

    select * from {{ ref('focus_charges') }}

),

charges_of_resellers as (

    select charges.*
    from charges
    where
        charges."x_Side" = 'wholesale'
        and {{ reader_may_see('charges."BillingAccountId"') }}

)

select * from charges_of_resellers
