{{ config(materialized='ephemeral') }}

-- Results of outside providers that tax nothing: of no document that the provider is asked about, or later than the one it was issued with.
-- Nothing that was issued changes by them.

with tax_results as (

    select * from {{ ref('stg_records__tax_results') }}

),

documents_taxed_outside as (

    select * from {{ ref('documents_taxed_outside') }}

),

results_summed as (

    select
        tax_results.provider,
        tax_results.transaction_id,
        tax_results.invoice_id,
        tax_results.account_id,
        tax_results.currency,
        count(*) as row_count,
        min(tax_results.total_tax_minor) as total_tax_minor,
        max(tax_results.calculated_at) as calculated_at
    from tax_results
    group by tax_results.provider, tax_results.transaction_id, tax_results.invoice_id, tax_results.account_id, tax_results.currency

),

results_ranked as (

    select
        results_summed.*,
        documents_taxed_outside.invoice_id is null as is_unmatched,
        documents_taxed_outside.tax_transaction_id as used_transaction_id,
        row_number() over (
            partition by results_summed.provider, results_summed.invoice_id, results_summed.account_id, results_summed.currency
            order by results_summed.calculated_at desc, results_summed.transaction_id collate "C" desc
        ) as standing
    from results_summed
    left join documents_taxed_outside
        on
            documents_taxed_outside.invoice_id::text = results_summed.invoice_id
            and documents_taxed_outside.account_id = results_summed.account_id
            and documents_taxed_outside.currency = results_summed.currency
            and documents_taxed_outside.tax_provider = results_summed.provider

),

offenders as (

    select
        'tax_results_to_documents' as check_name,
        results_ranked.account_id,
        concat_ws(' ', results_ranked.currency, results_ranked.provider, results_ranked.transaction_id, 'for', results_ranked.invoice_id) as subject,
        case when results_ranked.is_unmatched then 'tax_result_unmatched' else 'tax_result_late' end as reason_code,
        results_ranked.currency,
        results_ranked.total_tax_minor::numeric - coalesce(results_used.total_tax_minor, 0) as amount_minor,
        results_ranked.row_count as record_count
    from results_ranked
    left join results_summed as results_used
        on
            results_used.transaction_id = results_ranked.used_transaction_id
            and results_used.provider = results_ranked.provider
            and results_used.invoice_id = results_ranked.invoice_id
            and results_used.account_id = results_ranked.account_id
            and results_used.currency = results_ranked.currency
    where
        results_ranked.is_unmatched
        or (results_ranked.standing = 1 and results_ranked.transaction_id <> results_ranked.used_transaction_id)

)

select * from offenders
