{{ config(materialized='ephemeral') }}

-- Each document and provider that is asked about it with the newest result for it, and why that cannot be used.
-- A result is used as a whole or not at all: what is lacking or no longer the document's is never made up for.

with lines_to_tax_outside as (

    select * from {{ ref('lines_to_tax_outside') }}

),

tax_results as (

    select * from {{ ref('stg_records__tax_results') }}

),

documents_to_tax_outside as (

    select
        lines_to_tax_outside.invoice_id,
        lines_to_tax_outside.tax_provider,
        min(lines_to_tax_outside.account_id) as account_id,
        min(lines_to_tax_outside.currency) as currency,
        -- A line of nothing needs no answer.
        count(*) filter (where lines_to_tax_outside.amount_minor <> 0) as line_count,
        sum(lines_to_tax_outside.amount_minor) as amount_minor,
        bool_or(lines_to_tax_outside.is_tax_included) <> bool_and(lines_to_tax_outside.is_tax_included) as is_included_in_part
    from lines_to_tax_outside
    group by lines_to_tax_outside.invoice_id, lines_to_tax_outside.tax_provider

),

-- The latest by the provider's own time counts, whatever arrived last.
results_ranked as (

    select
        tax_results.*,
        documents_to_tax_outside.line_count,
        documents_to_tax_outside.is_included_in_part,
        case
            when tax_results.invoice_line_id is null then documents_to_tax_outside.amount_minor
            else lines_to_tax_outside.amount_minor
        end as amount_now_minor,
        case when tax_results.invoice_line_id is null then greatest(documents_to_tax_outside.line_count, 1) else 1 end as roundings,
        first_value(tax_results.transaction_id) over (
            partition by tax_results.invoice_id, tax_results.provider
            order by tax_results.calculated_at desc, tax_results.transaction_id collate "C" desc
        ) as newest_transaction_id
    from documents_to_tax_outside
    inner join tax_results
        on
            tax_results.invoice_id = documents_to_tax_outside.invoice_id::text
            and tax_results.provider = documents_to_tax_outside.tax_provider
            and tax_results.account_id = documents_to_tax_outside.account_id
            and tax_results.currency = documents_to_tax_outside.currency
    left join lines_to_tax_outside
        on
            lines_to_tax_outside.invoice_line_id::text = tax_results.invoice_line_id
            and lines_to_tax_outside.invoice_id = documents_to_tax_outside.invoice_id
            and lines_to_tax_outside.tax_provider = documents_to_tax_outside.tax_provider

),

results_judged as (

    select
        results_ranked.invoice_id,
        results_ranked.provider,
        results_ranked.newest_transaction_id,
        max(results_ranked.calculated_at) as calculated_at,
        case
            when
                count(distinct results_ranked.calculated_at) > 1
                or count(distinct results_ranked.total_tax_minor) > 1
                or (count(results_ranked.invoice_line_id) > 0 and bool_or(results_ranked.invoice_line_id is null))
                or bool_or(results_ranked.invoice_line_id is null and results_ranked.is_included_in_part)
                -- How a provider rounds is his own business, as long as it is rounding.
                or bool_or(
                    results_ranked.treatment = 'standard'
                    and abs(results_ranked.tax_minor - results_ranked.taxable_minor * results_ranked.rate_bp * 0.0001) >= results_ranked.roundings
                ) then 'tax_results_contradict'
            when sum(results_ranked.tax_minor) <> min(results_ranked.total_tax_minor) then 'tax_result_incomplete'
            when
                bool_or(results_ranked.amount_now_minor is distinct from results_ranked.amount_minor)
                or (
                    count(results_ranked.invoice_line_id) > 0
                    and count(distinct results_ranked.invoice_line_id) filter (where results_ranked.amount_now_minor <> 0)
                    < min(results_ranked.line_count)
                ) then 'tax_result_stale'
        end as hold_code
    from results_ranked
    where results_ranked.transaction_id = results_ranked.newest_transaction_id
    group by results_ranked.invoice_id, results_ranked.provider, results_ranked.newest_transaction_id

),

results_fitted as (

    select
        documents_to_tax_outside.invoice_id,
        documents_to_tax_outside.tax_provider,
        results_judged.newest_transaction_id as tax_transaction_id,
        case
            when results_judged.invoice_id is null and documents_to_tax_outside.line_count > 0 then 'tax_result_missing'
            else results_judged.hold_code
        end as hold_code,
        documents_to_tax_outside.amount_minor,
        results_judged.calculated_at as tax_calculated_at
    from documents_to_tax_outside
    left join results_judged
        on
            results_judged.invoice_id = documents_to_tax_outside.invoice_id::text
            and results_judged.provider = documents_to_tax_outside.tax_provider

)

select * from results_fitted
