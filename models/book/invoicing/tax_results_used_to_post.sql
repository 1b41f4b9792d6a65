{{ config(materialized='view') }}

with document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

),

draft_invoice_lines as (

    select * from {{ ref('stg_current__draft_invoice_lines') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

tax_results_used as (

    select * from {{ ref('stg_book__tax_results_used') }}

),

-- Lines of one document may name several results where a provider was changed; a credit note names the newest.
results_of_invoices as (

    select
        tax_results_used.*,
        row_number() over (
            partition by tax_results_used.invoice_id order by tax_results_used.tax_calculated_at desc, tax_results_used.invoice_line_id asc
        ) as standing
    from tax_results_used

),

-- As the draft was published, like its lines.
results_of_drafts as (

    select
        document_lines_planned.invoice_line_id,
        document_lines_planned.build_number,
        document_lines_planned.invoice_id,
        draft_invoice_lines.tax_provider,
        draft_invoice_lines.tax_transaction_id,
        draft_invoice_lines.tax_calculated_at
    from document_lines_planned
    inner join draft_invoice_lines on draft_invoice_lines.invoice_line_id = document_lines_planned.invoice_line_id
    where draft_invoice_lines.tax_transaction_id is not null

),

results_of_credit_notes as (

    select
        document_lines_planned.invoice_line_id,
        document_lines_planned.build_number,
        document_lines_planned.invoice_id,
        results_of_invoices.tax_provider,
        results_of_invoices.tax_transaction_id,
        results_of_invoices.tax_calculated_at
    from document_lines_planned
    inner join documents_planned on documents_planned.invoice_id = document_lines_planned.invoice_id
    inner join results_of_invoices
        on
            results_of_invoices.invoice_id = documents_planned.corrects_invoice_id
            and results_of_invoices.standing = 1

),

results_united as (

    select * from results_of_drafts
    union all
    select * from results_of_credit_notes

)

select * from results_united
