-- A FOCUS file that does not come to the invoices, or whose two sides of a reseller disagree, is a second bill beside the one that was sent.

with charges as (

    select * from {{ ref('focus_cost_and_usage') }}

),

provider_charges as (

    select * from {{ ref('focus_provider') }}

),

reseller_charges as (

    select * from {{ ref('focus_reseller') }}

),

invoice_details as (

    select * from {{ ref('focus_invoice_detail') }}

),

charges_summed as (

    select
        charges."InvoiceId" as document,
        sum(charges."BilledCost") as cost
    from charges
    where charges."InvoiceId" is not null
    group by charges."InvoiceId"

),

details_summed as (

    select
        invoice_details."InvoiceId" as document,
        sum(invoice_details."BilledCost") as cost
    from invoice_details
    where invoice_details."InvoiceIssueStatus" <> 'Voided'
    group by invoice_details."InvoiceId"

),

wholesale_summed as (

    select
        provider_charges."BillingCurrency" || ' ' || provider_charges."BillingPeriodStart" as document,
        sum(provider_charges."BilledCost") as cost
    from provider_charges
    group by 1

),

costs_summed as (

    select
        reseller_charges."BillingCurrency" || ' ' || reseller_charges."BillingPeriodStart" as document,
        sum(reseller_charges."x_WholesaleCost") as cost
    from reseller_charges
    where reseller_charges."x_WholesaleCost" <> 0
    group by 1

)

select
    'charges come to their document' as claim,
    coalesce(details_summed.document, charges_summed.document) as document,
    details_summed.cost as expected,
    charges_summed.cost as found
from details_summed
full join charges_summed on charges_summed.document = details_summed.document
where details_summed.cost is distinct from charges_summed.cost

union all

select
    'the reseller pays what we charge it' as claim,
    coalesce(wholesale_summed.document, costs_summed.document) as document,
    wholesale_summed.cost as expected,
    costs_summed.cost as found
from wholesale_summed
full join costs_summed on costs_summed.document = wholesale_summed.document
where coalesce(wholesale_summed.cost, 0) <> coalesce(costs_summed.cost, 0)
