{{ config(materialized='view') }}

with document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

)

select
    document_lines_planned.invoice_line_id,
    document_lines_planned.build_number,
    document_lines_planned.invoice_id,
    document_lines_planned.tax_included_minor
from document_lines_planned
where document_lines_planned.tax_included_minor <> 0
