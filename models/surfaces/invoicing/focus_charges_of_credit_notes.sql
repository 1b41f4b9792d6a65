-- What credit notes give back, net of tax: lines of documents that belong to no posting group.

with document_lines as (

    select * from {{ ref('focus_document_lines') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

charges_of_credit_notes as (

    select
        document_lines.account_id,
        document_lines.account_id as usage_account_id,
        'retail' as side,
        true as is_posted,
        'credit' as line_type,
        cast(null as uuid) as posting_group_id,
        document_lines.invoice_line_id,
        document_lines.invoice_reference,
        document_lines.issuer_id,
        document_lines.description,
        'Credit' as charge_category,
        cast(null as text) as charge_class,
        'One-Time' as charge_frequency,
        'Plans and Fees' as service_name,
        'Other' as service_category,
        'Other (Other)' as service_subcategory,
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
        document_lines.currency,
        trim_scale(document_lines.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as billed_cost,
        trim_scale(document_lines.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as effective_cost,
        cast(null as numeric) as pricing_quantity,
        cast(null as numeric) as contracted_unit_price,
        cast(null as numeric) as list_unit_price,
        document_lines.period_start as billing_period_start,
        document_lines.period_end as billing_period_end,
        document_lines.service_period_start as charge_period_start,
        document_lines.service_period_end as charge_period_end
    from document_lines
    inner join currencies on currencies.currency_code = document_lines.currency
    where document_lines.posting_group_id is null

)

select * from charges_of_credit_notes
