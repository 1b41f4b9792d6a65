{{ config(materialized='view') }}

with document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

)

select
    document_lines_planned.invoice_line_id,
    document_lines_planned.build_number,
    document_lines_planned.invoice_id,
    document_lines_planned.posting_group_id,
    document_lines_planned.account_id,
    document_lines_planned.line_type,
    document_lines_planned.meter,
    document_lines_planned.resource_type,
    document_lines_planned.description,
    document_lines_planned.currency,
    document_lines_planned.unit,
    document_lines_planned.quantity,
    document_lines_planned.unit_price,
    document_lines_planned.amount_minor,
    document_lines_planned.tax_category,
    document_lines_planned.tax_rate_bp,
    document_lines_planned.tax_minor,
    document_lines_planned.booking_period_start,
    document_lines_planned.service_period_start,
    document_lines_planned.service_period_end
from document_lines_planned
