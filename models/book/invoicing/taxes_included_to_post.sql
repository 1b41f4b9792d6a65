{{ config(materialized='view') }}

with document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

),

draft_invoice_lines as (

    select * from {{ ref('stg_current__draft_invoice_lines') }}

)

-- A price so small that it holds no tax holds it all the same: its tax is not its rate of what is taxed.
select
    document_lines_planned.invoice_line_id,
    document_lines_planned.build_number,
    document_lines_planned.invoice_id,
    document_lines_planned.tax_included_minor
from document_lines_planned
inner join draft_invoice_lines on draft_invoice_lines.invoice_line_id = document_lines_planned.invoice_line_id
where draft_invoice_lines.is_tax_included
