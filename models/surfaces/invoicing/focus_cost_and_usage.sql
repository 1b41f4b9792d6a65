-- What is billed: one row per charge of the side that is posted, so that the rows of an invoice add up to the invoice.

with charges as (

    select * from {{ ref('focus_charges') }}

),

charges_billed as (

    select charges.*
    from charges
    where
        charges."x_IsPosted"
        and {{ reader_may_see('charges."BillingAccountId"') }}

)

select * from charges_billed
