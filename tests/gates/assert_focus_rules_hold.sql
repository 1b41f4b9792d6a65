-- A row that breaks a rule of FOCUS is read wrongly, or refused, by every FinOps tool that the file is loaded into. One row per rule and charge.

with charges as (

    select * from {{ ref('focus_cost_and_usage') }}

),

charges_keyed as (

    select
        charges.*,
        coalesce(cast(charges."x_RatedLineId" as text), cast(charges."x_PostingGroupId" as text), charges."InvoiceId") as charge_key,
        charges."ChargeCategory" in ('Usage', 'Purchase') and charges."ChargeClass" is null as has_a_price
    from charges

),

rules as (

    select
        charges_keyed.charge_key,
        unnest(array[
            case
                when charges_keyed."ChargeCategory" not in ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment') then 'ChargeCategory of the list'
            end,
            case when charges_keyed."ChargeClass" <> 'Correction' then 'ChargeClass of the list' end,
            case when charges_keyed."ChargeFrequency" not in ('One-Time', 'Recurring', 'Usage-Based') then 'ChargeFrequency of the list' end,
            case
                when charges_keyed."ChargeCategory" = 'Purchase' and charges_keyed."ChargeFrequency" = 'Usage-Based'
                    then 'a purchase is not usage-based'
            end,
            case
                when charges_keyed."PricingCategory" not in ('Standard', 'Dynamic', 'Committed', 'Other') then 'PricingCategory of the list'
            end,
            case when charges_keyed."CommitmentDiscountCategory" not in ('Spend', 'Usage') then 'CommitmentDiscountCategory of the list' end,
            case when charges_keyed."CommitmentDiscountStatus" not in ('Used', 'Unused') then 'CommitmentDiscountStatus of the list' end,
            case when charges_keyed."CapacityReservationStatus" not in ('Used', 'Unused') then 'CapacityReservationStatus of the list' end,
            case
                when
                    charges_keyed."ServiceCategory" not in (
                        'AI and Machine Learning', 'Analytics', 'Business Applications', 'Compute', 'Databases', 'Developer Tools', 'Multicloud',
                        'Identity', 'Integration', 'Internet of Things', 'Management and Governance', 'Media', 'Migration', 'Mobile', 'Networking',
                        'Security', 'Storage', 'Web', 'Other'
                    ) then 'ServiceCategory of the list'
            end,
            case when charges_keyed."BillingCurrency" !~ '^[A-Z]{3}$' then 'BillingCurrency is an ISO 4217 code' end,
            case
                when
                    num_nulls(
                        charges_keyed."BilledCost", charges_keyed."BillingAccountId", charges_keyed."BillingCurrency",
                        charges_keyed."BillingPeriodStart", charges_keyed."BillingPeriodEnd", charges_keyed."ChargeCategory",
                        charges_keyed."ChargeFrequency", charges_keyed."ChargePeriodStart", charges_keyed."ChargePeriodEnd",
                        charges_keyed."ContractedCost", charges_keyed."EffectiveCost", charges_keyed."ListCost", charges_keyed."InvoiceIssuerName",
                        charges_keyed."ProviderName", charges_keyed."PublisherName", charges_keyed."ServiceCategory", charges_keyed."ServiceName",
                        charges_keyed."ServiceSubcategory", charges_keyed."ChargeDescription", charges_keyed."PricingCurrency",
                        charges_keyed."PricingCurrencyEffectiveCost", charges_keyed."BillingAccountType"
                    ) > 0 then 'mandatory columns are not null'
            end,
            case
                when charges_keyed."ServiceProviderName" is null or charges_keyed."HostProviderName" is null
                    then 'FOCUS 1.3: both providers are named'
            end,
            case
                when
                    charges_keyed."BillingPeriodStart" >= charges_keyed."BillingPeriodEnd"
                    or charges_keyed."ChargePeriodStart" >= charges_keyed."ChargePeriodEnd" then 'a period begins before it ends'
            end,
            case
                when
                    charges_keyed.has_a_price
                    and num_nulls(
                        charges_keyed."ContractedUnitPrice", charges_keyed."ListUnitPrice", charges_keyed."PricingCategory",
                        charges_keyed."PricingQuantity", charges_keyed."PricingUnit", charges_keyed."SkuId", charges_keyed."SkuPriceId",
                        charges_keyed."PricingCurrencyContractedUnitPrice", charges_keyed."PricingCurrencyListUnitPrice"
                    ) > 0 then 'usage and purchases have SKU, quantity and prices'
            end,
            case
                when
                    charges_keyed."ChargeCategory" = 'Tax'
                    and num_nonnulls(
                        charges_keyed."ContractedUnitPrice", charges_keyed."ListUnitPrice", charges_keyed."PricingCategory",
                        charges_keyed."PricingQuantity", charges_keyed."PricingUnit", charges_keyed."SkuId", charges_keyed."SkuPriceId"
                    ) > 0 then 'tax has no SKU, quantity or price'
            end,
            case when charges_keyed."ContractedUnitPrice" < 0 or charges_keyed."ListUnitPrice" < 0 then 'no price is below zero' end,
            case
                when
                    charges_keyed."ChargeClass" is null
                    and (
                        abs(charges_keyed."ContractedUnitPrice" * charges_keyed."PricingQuantity" - charges_keyed."ContractedCost") > 0.00000001
                        or abs(charges_keyed."ListUnitPrice" * charges_keyed."PricingQuantity" - charges_keyed."ListCost") > 0.00000001
                    ) then 'cost is price times quantity'
            end,
            case
                when
                    charges_keyed."ChargeCategory" = 'Credit' and charges_keyed."ContractedUnitPrice" is null
                    and charges_keyed."ContractedCost" <> charges_keyed."BilledCost" then 'a credit costs what it is billed'
            end,
            case
                when
                    (charges_keyed."ConsumedQuantity" is null) <> (charges_keyed."ConsumedUnit" is null)
                    or (charges_keyed."PricingQuantity" is null) <> (charges_keyed."PricingUnit" is null)
                    then 'a unit has a quantity, a quantity a unit'
            end,
            case
                when
                    (charges_keyed."ConsumedQuantity" is not null)
                    and (charges_keyed."ChargeCategory" <> 'Usage' or charges_keyed."CommitmentDiscountStatus" = 'Unused')
                    or (charges_keyed."ConsumedQuantity" is null)
                    and charges_keyed."ChargeCategory" = 'Usage' and charges_keyed."CommitmentDiscountStatus" is distinct from 'Unused'
                    and charges_keyed."ChargeClass" is null then 'usage is what is consumed'
            end,
            case
                when
                    (charges_keyed."SkuId" is null) <> (charges_keyed."SkuMeter" is null)
                    or (charges_keyed."SkuPriceId" is null) <> (charges_keyed."SkuPriceDetails" is null) then 'a SKU has its meter and details'
            end,
            case
                when
                    num_nonnulls(charges_keyed."SubAccountId", charges_keyed."SubAccountName", charges_keyed."SubAccountType") not in (0, 3)
                    then 'a sub-account has name and type'
            end,
            case when charges_keyed."RegionId" is null and charges_keyed."RegionName" is not null then 'a region has an id' end,
            case
                when
                    charges_keyed."ResourceId" is null and num_nonnulls(charges_keyed."ResourceName", charges_keyed."ResourceType") > 0
                    or charges_keyed."ResourceId" is not null and charges_keyed."ResourceType" is null then 'a resource has id and type'
            end,
            case
                when
                    num_nonnulls(
                        charges_keyed."CommitmentDiscountId", charges_keyed."CommitmentDiscountCategory", charges_keyed."CommitmentDiscountType"
                    ) not in (0, 3)
                    or (charges_keyed."CommitmentDiscountQuantity" is null) <> (charges_keyed."CommitmentDiscountUnit" is null)
                    or charges_keyed."CommitmentDiscountId" is not null and charges_keyed.has_a_price
                    and num_nulls(charges_keyed."CommitmentDiscountQuantity", charges_keyed."CommitmentDiscountStatus") > 0
                    then 'a commit has category, type, quantity and status'
            end,
            case
                when (charges_keyed."ContractApplied" is null) <> (charges_keyed."CommitmentDiscountId" is null)
                    then 'FOCUS 1.3: a commit is an applied contract'
            end
        ]) as rule
    from charges_keyed

),

rules_over_charges as (

    select
        charges_keyed."ServiceName" as charge_key,
        'a service is in one category' as rule
    from charges_keyed
    group by charges_keyed."ServiceName"
    having count(distinct charges_keyed."ServiceCategory") > 1

    union all

    select
        charges_keyed."SkuPriceId" as charge_key,
        'a SKU price has one SKU' as rule
    from charges_keyed
    where charges_keyed."SkuPriceId" is not null
    group by charges_keyed."SkuPriceId"
    having count(distinct charges_keyed."SkuId") > 1

    union all

    select
        charges_keyed."InvoiceId" as charge_key,
        'an invoice has one currency, and costs what it is billed' as rule
    from charges_keyed
    where charges_keyed."InvoiceId" is not null
    group by charges_keyed."InvoiceId"
    having
        count(distinct charges_keyed."BillingCurrency") > 1
        or sum(charges_keyed."EffectiveCost") <> sum(charges_keyed."BilledCost")

)

select
    rules.rule,
    rules.charge_key
from rules
where rules.rule is not null

union all

select
    rules_over_charges.rule,
    rules_over_charges.charge_key
from rules_over_charges
