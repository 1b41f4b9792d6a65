-- Every charge under the names that FOCUS 1.2 and 1.3 give its columns; what is our own begins with x_.

with charges as (

    select * from {{ ref('focus_charges_united') }}

),

charges_in_focus as (

    select
        cast(null as text) as "AvailabilityZone",
        charges.billed_cost as "BilledCost",
        charges.account_id as "BillingAccountId",
        charges.billing_account_name as "BillingAccountName",
        charges.billing_account_type as "BillingAccountType",
        charges.currency as "BillingCurrency",
        charges.billing_period_end as "BillingPeriodEnd",
        charges.billing_period_start as "BillingPeriodStart",
        cast(null as text) as "CapacityReservationId",
        cast(null as text) as "CapacityReservationStatus",
        charges.charge_category as "ChargeCategory",
        charges.charge_class as "ChargeClass",
        charges.description as "ChargeDescription",
        charges.charge_frequency as "ChargeFrequency",
        charges.charge_period_end as "ChargePeriodEnd",
        charges.charge_period_start as "ChargePeriodStart",
        case when charges.commit_contract_id is not null then 'Spend' end as "CommitmentDiscountCategory",
        charges.commit_contract_id as "CommitmentDiscountId",
        charges.commit_contract_id as "CommitmentDiscountName",
        case
            when charges.commit_contract_id is not null and charges.charge_class is null then charges.billed_cost
        end as "CommitmentDiscountQuantity",
        case
            when charges.commit_contract_id is null then null
            when charges.line_type = 'usage' then 'Used'
            else 'Unused'
        end as "CommitmentDiscountStatus",
        case when charges.commit_contract_id is not null then 'Committed Spend' end as "CommitmentDiscountType",
        case when charges.commit_contract_id is not null and charges.charge_class is null then charges.currency end as "CommitmentDiscountUnit",
        case when charges.line_type = 'usage' then charges.pricing_quantity end as "ConsumedQuantity",
        case when charges.line_type = 'usage' then charges.pricing_unit end as "ConsumedUnit",
        trim_scale(coalesce(round(charges.contracted_unit_price * charges.pricing_quantity, 12), charges.billed_cost)) as "ContractedCost",
        charges.contracted_unit_price as "ContractedUnitPrice",
        charges.effective_cost as "EffectiveCost",
        charges.invoice_reference as "InvoiceId",
        coalesce(charges.reselling_name, charges.house_name) as "InvoiceIssuerName",
        trim_scale(coalesce(round(charges.list_unit_price * charges.pricing_quantity, 12), charges.billed_cost)) as "ListCost",
        charges.list_unit_price as "ListUnitPrice",
        charges.pricing_category as "PricingCategory",
        charges.currency as "PricingCurrency",
        charges.contracted_unit_price as "PricingCurrencyContractedUnitPrice",
        charges.effective_cost as "PricingCurrencyEffectiveCost",
        charges.list_unit_price as "PricingCurrencyListUnitPrice",
        charges.pricing_quantity as "PricingQuantity",
        charges.pricing_unit as "PricingUnit",
        coalesce(charges.reselling_name, charges.house_name) as "ProviderName",
        charges.house_name as "PublisherName",
        charges.region as "RegionId",
        charges.region as "RegionName",
        charges.resource_id as "ResourceId",
        cast(null as text) as "ResourceName",
        case when charges.resource_id is not null then coalesce(charges.resource_type, charges.service_name) end as "ResourceType",
        charges.service_category as "ServiceCategory",
        charges.service_name as "ServiceName",
        charges.service_subcategory as "ServiceSubcategory",
        charges.sku_id as "SkuId",
        charges.sku_meter as "SkuMeter",
        charges.price_details as "SkuPriceDetails",
        charges.sku_price_id as "SkuPriceId",
        charges.sub_account_id as "SubAccountId",
        charges.sub_account_name as "SubAccountName",
        charges.sub_account_type as "SubAccountType",
        jsonb_strip_nulls(jsonb_build_object(
            'tallyhouse/project', charges.project_id, 'tallyhouse/submitter', charges.submitter_id, 'tallyhouse/route', charges.route_id
        )) as "Tags",
        cast(null as jsonb) as "AllocatedMethodDetails",
        cast(null as text) as "AllocatedMethodId",
        cast(null as text) as "AllocatedResourceId",
        cast(null as text) as "AllocatedResourceName",
        cast(null as jsonb) as "AllocatedTags",
        case
            when charges.commit_contract_id is not null
                then jsonb_build_object('ContractApplied', jsonb_build_array(jsonb_build_object(
                    'ContractID', charges.commit_contract_id, 'ContractCommitmentID', charges.commit_contract_id,
                    'ContractCommitmentAppliedCost', charges.billed_cost
                )))
        end as "ContractApplied",
        case when charges.line_type = 'tax' then 'Not Applicable' else charges.house_name end as "HostProviderName",
        coalesce(charges.reselling_name, charges.house_name) as "ServiceProviderName",
        charges.invoice_line_id as "x_InvoiceDetailId",
        charges.rated_line_id as "x_RatedLineId",
        charges.posting_group_id as "x_PostingGroupId",
        charges.line_type as "x_LineType",
        charges.pricing_model as "x_PricingModel",
        charges.side as "x_Side",
        charges.is_posted as "x_IsPosted",
        charges.usage_account_id as "x_UsageAccountId",
        charges.reseller_account_id as "x_ResellerAccountId"
    from charges

)

select * from charges_in_focus
