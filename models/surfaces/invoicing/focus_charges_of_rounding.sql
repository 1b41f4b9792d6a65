-- What rounding a posting group once adds to its lines, and what is left of costs that were spread over them: so that documents add up to the cent.

with groups_described as (

    select
        groups.*,
        case
            when groups.is_spread and groups.line_type = 'minimum' then 0
            else groups.billed_minor + case when groups.is_spread then groups.minimum_minor else 0 end
        end as effective_total_minor,
        case
            when groups.is_spread and groups.line_type = 'minimum' then 0
            when groups.is_volume then groups.volume_price * groups.quantity
            else groups.amount_exact
        end + groups.minimum_price * groups.quantity as effective_lines_minor
    from {{ ref('focus_groups_described') }} as groups

),

charges_of_rounding as (

    select
        groups_described.account_id,
        groups_described.usage_account_id,
        groups_described.side,
        groups_described.is_posted,
        'rounding' as line_type,
        groups_described.posting_group_id,
        groups_described.invoice_line_id,
        groups_described.invoice_reference,
        groups_described.issuer_id,
        -- More than a unit is no rounding: where a price holds its tax, the document tells the tax beside the line.
        case
            when abs(groups_described.billed_minor - groups_described.amount_exact) > 1 then 'Tax in the price, and rounding of '
            else 'Rounding of '
        end || groups_described.description as description,
        'Adjustment' as charge_category,
        case when groups_described.is_correction then 'Correction' end as charge_class,
        'Recurring' as charge_frequency,
        groups_described.service_name,
        groups_described.service_category,
        groups_described.service_subcategory,
        cast(null as text) as sku_id,
        cast(null as text) as sku_price_id,
        cast(null as text) as sku_meter,
        cast(null as jsonb) as price_details,
        cast(null as text) as pricing_model,
        cast(null as text) as pricing_category,
        cast(null as text) as pricing_unit,
        cast(null as uuid) as rated_line_id,
        cast(null as text) as resource_id,
        cast(null as text) as resource_type,
        cast(null as text) as region,
        cast(null as text) as project_id,
        cast(null as text) as submitter_id,
        cast(null as text) as route_id,
        cast(null as text) as commit_contract_id,
        groups_described.currency,
        trim_scale((groups_described.billed_minor - groups_described.amount_exact) * groups_described.minor_unit) as billed_cost,
        trim_scale((groups_described.effective_total_minor - groups_described.effective_lines_minor) * groups_described.minor_unit) as effective_cost,
        cast(null as numeric) as pricing_quantity,
        cast(null as numeric) as contracted_unit_price,
        cast(null as numeric) as list_unit_price,
        groups_described.billing_period_start,
        groups_described.billing_period_end,
        groups_described.service_period_start as charge_period_start,
        groups_described.service_period_end as charge_period_end
    from groups_described
    where
        groups_described.billed_minor <> groups_described.amount_exact
        or groups_described.effective_total_minor <> groups_described.effective_lines_minor

)

select * from charges_of_rounding
