-- One charge for each rated line and booking period, to its last decimal; what a document rounds off stands in a charge of its own.

with lines_measured as (

    select * from {{ ref('focus_lines_measured') }}

),

list_prices as (

    select * from {{ ref('focus_list_prices') }}

),

commit_lines as (

    select * from {{ source('current', 'commit_lines') }}

),

charges_of_lines as (

    select
        lines_measured.account_id,
        lines_measured.usage_account_id,
        lines_measured.side,
        lines_measured.is_posted,
        lines_measured.line_type,
        lines_measured.posting_group_id,
        lines_measured.invoice_line_id,
        lines_measured.invoice_reference,
        lines_measured.issuer_id,
        lines_measured.description,
        lines_measured.charge_category,
        case when lines_measured.is_correction then 'Correction' end as charge_class,
        lines_measured.charge_frequency,
        lines_measured.service_name,
        lines_measured.service_category,
        lines_measured.service_subcategory,
        lines_measured.sku_id,
        coalesce(lines_measured.line_price_id, cast(lines_measured.charge_id as text)) as sku_price_id,
        lines_measured.sku_meter,
        lines_measured.price_details,
        lines_measured.line_pricing_model as pricing_model,
        case when commit_lines.commit_contract_id is null then lines_measured.pricing_category else 'Committed' end as pricing_category,
        lines_measured.pricing_unit,
        lines_measured.rated_line_id,
        lines_measured.resource_id,
        lines_measured.line_resource_type as resource_type,
        lines_measured.region,
        lines_measured.project_id,
        lines_measured.submitter_id,
        lines_measured.route_id,
        coalesce(commit_lines.commit_contract_id, lines_measured.commit_contract_id) as commit_contract_id,
        lines_measured.currency,
        trim_scale(lines_measured.line_amount_exact * lines_measured.minor_unit) as billed_cost,
        trim_scale(lines_measured.effective_minor * lines_measured.minor_unit) as effective_cost,
        trim_scale(lines_measured.pricing_quantity) as pricing_quantity,
        lines_measured.contracted_unit_price,
        case
            when lines_measured.price_source = 'catalogue' then lines_measured.contracted_unit_price
            when not lines_measured.is_correction
                then coalesce(prices_of_the_type.list_unit_price, prices_of_any_type.list_unit_price, lines_measured.contracted_unit_price)
        end as list_unit_price,
        lines_measured.billing_period_start,
        lines_measured.billing_period_end,
        lines_measured.window_start as charge_period_start,
        lines_measured.window_end as charge_period_end
    from lines_measured
    left join commit_lines on commit_lines.rated_line_id = lines_measured.rated_line_id
    left join list_prices as prices_of_the_type
        on
            lines_measured.line_type = 'usage'
            and prices_of_the_type.meter = lines_measured.meter
            and prices_of_the_type.resource_type = lines_measured.line_resource_type
            and prices_of_the_type.pricing_mode = lines_measured.pricing_mode
            and prices_of_the_type.currency = lines_measured.currency
            and prices_of_the_type.valid_from <= lines_measured.window_start
            and prices_of_the_type.valid_to > lines_measured.window_start
    left join list_prices as prices_of_any_type
        on
            lines_measured.line_type = 'usage'
            and prices_of_any_type.meter = lines_measured.meter
            and prices_of_any_type.resource_type is null
            and prices_of_any_type.pricing_mode = lines_measured.pricing_mode
            and prices_of_any_type.currency = lines_measured.currency
            and prices_of_any_type.valid_from <= lines_measured.window_start
            and prices_of_any_type.valid_to > lines_measured.window_start

)

select * from charges_of_lines
