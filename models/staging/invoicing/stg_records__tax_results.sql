{{ config(materialized='ephemeral') }}

with tax_results as (

    select * from {{ source('raw', 'tax_results') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- A result never changes, so there is one version of each. Identifiers of documents are compared as text: whoever writes one wrongly answers nothing.
results_taken as (

    select
        tax_results.provider,
        tax_results.transaction_id,
        lower(tax_results.invoice_id) as invoice_id,
        lower(tax_results.invoice_line_id) as invoice_line_id,
        tax_results.account_id,
        tax_results.currency,
        tax_results.jurisdiction,
        tax_results.tax_name,
        tax_results.treatment,
        tax_results.exempt_reason,
        tax_results.rate_bp,
        tax_results.amount_minor,
        tax_results.taxable_minor,
        tax_results.tax_minor,
        tax_results.total_tax_minor,
        batches.is_new,
        tax_results.calculated_at
    from tax_results
    inner join batches on batches.batch_id = tax_results.batch_id

)

select * from results_taken
