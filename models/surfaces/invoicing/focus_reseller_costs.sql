-- What a reseller pays for the usage of a customer, as charges beside those of the customer: nothing is billed by them.

with charges as (

    select * from {{ ref('focus_charges') }}

),

wholesale_charges as (

    select charges.*
    from charges
    where charges."x_Side" = 'wholesale'

),

costs_of_the_reseller as (

    select
        wholesale_charges."AvailabilityZone",
        0::numeric as "BilledCost",
        wholesale_charges."x_UsageAccountId" as "BillingAccountId",
        wholesale_charges."SubAccountName" as "BillingAccountName",
        'End Customer' as "BillingAccountType",
        wholesale_charges."BillingCurrency",
        wholesale_charges."BillingPeriodEnd",
        wholesale_charges."BillingPeriodStart",
        wholesale_charges."CapacityReservationId",
        wholesale_charges."CapacityReservationStatus",
        'Adjustment' as "ChargeCategory",
        wholesale_charges."ChargeClass",
        'Cost of ' || wholesale_charges."ChargeDescription" as "ChargeDescription",
        wholesale_charges."ChargeFrequency",
        wholesale_charges."ChargePeriodEnd",
        wholesale_charges."ChargePeriodStart",
        cast(null as text) as "CommitmentDiscountCategory",
        cast(null as text) as "CommitmentDiscountId",
        cast(null as text) as "CommitmentDiscountName",
        cast(null as numeric) as "CommitmentDiscountQuantity",
        cast(null as text) as "CommitmentDiscountStatus",
        cast(null as text) as "CommitmentDiscountType",
        cast(null as text) as "CommitmentDiscountUnit",
        cast(null as numeric) as "ConsumedQuantity",
        cast(null as text) as "ConsumedUnit",
        0::numeric as "ContractedCost",
        cast(null as numeric) as "ContractedUnitPrice",
        0::numeric as "EffectiveCost",
        cast(null as text) as "InvoiceId",
        wholesale_charges."BillingAccountName" as "InvoiceIssuerName",
        0::numeric as "ListCost",
        cast(null as numeric) as "ListUnitPrice",
        cast(null as text) as "PricingCategory",
        wholesale_charges."PricingCurrency",
        cast(null as numeric) as "PricingCurrencyContractedUnitPrice",
        0::numeric as "PricingCurrencyEffectiveCost",
        cast(null as numeric) as "PricingCurrencyListUnitPrice",
        cast(null as numeric) as "PricingQuantity",
        cast(null as text) as "PricingUnit",
        wholesale_charges."BillingAccountName" as "ProviderName",
        wholesale_charges."PublisherName",
        wholesale_charges."RegionId",
        wholesale_charges."RegionName",
        wholesale_charges."ResourceId",
        wholesale_charges."ResourceName",
        wholesale_charges."ResourceType",
        wholesale_charges."ServiceCategory",
        wholesale_charges."ServiceName",
        wholesale_charges."ServiceSubcategory",
        cast(null as text) as "SkuId",
        cast(null as text) as "SkuMeter",
        cast(null as jsonb) as "SkuPriceDetails",
        cast(null as text) as "SkuPriceId",
        cast(null as text) as "SubAccountId",
        cast(null as text) as "SubAccountName",
        cast(null as text) as "SubAccountType",
        wholesale_charges."Tags",
        wholesale_charges."AllocatedMethodDetails",
        wholesale_charges."AllocatedMethodId",
        wholesale_charges."AllocatedResourceId",
        wholesale_charges."AllocatedResourceName",
        wholesale_charges."AllocatedTags",
        cast(null as jsonb) as "ContractApplied",
        wholesale_charges."HostProviderName",
        wholesale_charges."BillingAccountName" as "ServiceProviderName",
        cast(null as uuid) as "x_InvoiceDetailId",
        wholesale_charges."x_RatedLineId",
        wholesale_charges."x_PostingGroupId",
        wholesale_charges."x_LineType",
        wholesale_charges."x_PricingModel",
        wholesale_charges."x_Side",
        wholesale_charges."x_IsPosted",
        wholesale_charges."x_UsageAccountId",
        wholesale_charges."BillingAccountId" as "x_ResellerAccountId",
        wholesale_charges."BilledCost" as "x_WholesaleCost",
        -wholesale_charges."BilledCost" as "x_MarginCost"
    from wholesale_charges

)

select * from costs_of_the_reseller
