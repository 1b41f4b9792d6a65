{{ config(materialized='ephemeral') }}

-- Tax evidence of the header: one object for each tax, in the order of jurisdiction and rate, and one for each result of an outside provider.

with taxes_of_documents as (

    select * from {{ ref('taxes_of_documents') }}

),

draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

tax_results_used as (

    select * from {{ source('book', 'tax_results_used') }}

),

lines_taxed_outside as (

    select
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.tax_provider,
        draft_invoice_lines.tax_transaction_id,
        draft_invoice_lines.tax_calculated_at
    from draft_invoice_lines
    where draft_invoice_lines.tax_transaction_id is not null

    union

    select
        tax_results_used.invoice_id,
        tax_results_used.tax_provider,
        tax_results_used.tax_transaction_id,
        tax_results_used.tax_calculated_at
    from tax_results_used

),

results_of_documents as (

    select
        lines_taxed_outside.invoice_id,
        jsonb_agg(
            jsonb_build_object(
                'provider', lines_taxed_outside.tax_provider,
                'transaction_id', lines_taxed_outside.tax_transaction_id,
                'calculated_at', to_char(lines_taxed_outside.tax_calculated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            )
            order by lines_taxed_outside.tax_provider collate "C", lines_taxed_outside.tax_transaction_id collate "C"
        ) as tax_results
    from lines_taxed_outside
    group by lines_taxed_outside.invoice_id

),

taxes_summed as (

    select
        taxes_of_documents.invoice_id,
        case when min(taxes_of_documents.treatment) = max(taxes_of_documents.treatment) then min(taxes_of_documents.treatment) else 'mixed' end
            as tax_treatment,
        jsonb_agg(
            to_jsonb(taxes_of_documents) - 'invoice_id'
            order by
                taxes_of_documents.jurisdiction collate "C", taxes_of_documents.rate_bp, taxes_of_documents.category collate "C",
                taxes_of_documents.invoice_tax_id
        ) as tax_evidence
    from taxes_of_documents
    group by taxes_of_documents.invoice_id

),

tax_evidence as (

    select
        taxes_summed.*,
        results_of_documents.tax_results
    from taxes_summed
    left join results_of_documents on results_of_documents.invoice_id = taxes_summed.invoice_id

)

select * from tax_evidence
