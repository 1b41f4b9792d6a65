{{ config(materialized='view') }}

with documents_planned as (

    select * from {{ ref('documents_planned') }}

)

select
    documents_planned.invoice_id,
    documents_planned.build_number,
    documents_planned.document_type,
    documents_planned.issuer_id,
    documents_planned.series,
    documents_planned.series_year,
    documents_planned.series_number,
    documents_planned.invoice_number,
    documents_planned.account_id,
    documents_planned.bill_to_account_id,
    documents_planned.corrects_invoice_id,
    documents_planned.currency,
    documents_planned.line_count,
    documents_planned.subtotal_minor,
    documents_planned.tax_minor,
    documents_planned.total_minor,
    documents_planned.payment_terms_days,
    documents_planned.evidence_hash,
    documents_planned.action_id,
    documents_planned.actor,
    documents_planned.reason,
    documents_planned.period_start,
    documents_planned.period_end,
    documents_planned.issued_at,
    documents_planned.due_at
from documents_planned
