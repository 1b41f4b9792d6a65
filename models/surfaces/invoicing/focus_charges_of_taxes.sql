-- Tax of documents that stand, as a charge per document, jurisdiction and category.

with document_lines as (

    select * from {{ ref('focus_document_lines') }}

),

taxes_of_documents as (

    select * from {{ ref('taxes_of_documents') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

documents as (

    select distinct
        document_lines.invoice_id,
        document_lines.invoice_reference,
        document_lines.issuer_id,
        document_lines.account_id,
        document_lines.currency,
        document_lines.period_start,
        document_lines.period_end
    from document_lines

),

charges_of_taxes as (

    select
        documents.account_id,
        documents.account_id as usage_account_id,
        'retail' as side,
        true as is_posted,
        'tax' as line_type,
        cast(null as uuid) as posting_group_id,
        taxes_of_documents.invoice_tax_id as invoice_line_id,
        documents.invoice_reference,
        documents.issuer_id,
        concat_ws(', ', 'Tax', taxes_of_documents.jurisdiction, taxes_of_documents.category) as description,
        'Tax' as charge_category,
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
        documents.currency,
        trim_scale(taxes_of_documents.tax_minor * power(10::numeric, -currencies.minor_unit_exponent)) as billed_cost,
        trim_scale(taxes_of_documents.tax_minor * power(10::numeric, -currencies.minor_unit_exponent)) as effective_cost,
        cast(null as numeric) as pricing_quantity,
        cast(null as numeric) as contracted_unit_price,
        cast(null as numeric) as list_unit_price,
        documents.period_start as billing_period_start,
        documents.period_end as billing_period_end,
        documents.period_start as charge_period_start,
        documents.period_end as charge_period_end
    from taxes_of_documents
    inner join documents on documents.invoice_id = taxes_of_documents.invoice_id
    inner join currencies on currencies.currency_code = documents.currency
    where taxes_of_documents.tax_minor <> 0

)

select * from charges_of_taxes
