{{ config(materialized='ephemeral') }}

-- Each line that an outside provider taxes with each tax of the result that fits its document, or with none and the reason.
-- What is said of a whole document is shared by its lines; either way the exact tax of a line is a quotient that sums to what the provider said.

with lines_to_tax_outside as (

    select * from {{ ref('lines_to_tax_outside') }}

),

tax_results_fitted as (

    select * from {{ ref('tax_results_fitted') }}

),

tax_results as (

    select * from {{ ref('stg_records__tax_results') }}

),

lines_with_what_they_wait_for as (

    select
        lines_to_tax_outside.*,
        tax_results_fitted.tax_transaction_id,
        coalesce(lines_to_tax_outside.hold_code, tax_results_fitted.hold_code) as missing_code,
        tax_results_fitted.amount_minor as document_amount_minor
    from lines_to_tax_outside
    inner join tax_results_fitted
        on
            tax_results_fitted.invoice_id = lines_to_tax_outside.invoice_id
            and tax_results_fitted.tax_provider = lines_to_tax_outside.tax_provider

),

lines_with_their_results as (

    select
        lines_with_what_they_wait_for.*,
        tax_results.transaction_id,
        tax_results.jurisdiction as taxed_by,
        tax_results.tax_name,
        coalesce(tax_results.treatment, 'standard') as treatment,
        tax_results.exempt_reason,
        case when tax_results.treatment = 'standard' then trim_scale(tax_results.rate_bp) else 0 end as rate_bp,
        tax_results.taxable_minor,
        tax_results.tax_minor,
        -- A part of the amount may be taxed, or more than it where one tax is on top of another.
        case
            when lines_with_what_they_wait_for.is_tax_included then 1
            else coalesce(tax_results.taxable_minor / nullif(tax_results.amount_minor, 0)::numeric, 1)
        end as taxed_share,
        case
            when tax_results.invoice_line_id is null
                then lines_with_what_they_wait_for.amount_minor * sign(lines_with_what_they_wait_for.document_amount_minor)
            else 1
        end as weight,
        case
            when tax_results.invoice_line_id is null then greatest(abs(lines_with_what_they_wait_for.document_amount_minor), 1)
            else 1
        end as divisor,
        tax_results.calculated_at
    from lines_with_what_they_wait_for
    left join tax_results
        on
            tax_results.provider = lines_with_what_they_wait_for.tax_provider
            and tax_results.transaction_id = lines_with_what_they_wait_for.tax_transaction_id
            and tax_results.invoice_id = lines_with_what_they_wait_for.invoice_id::text
            and coalesce(tax_results.invoice_line_id, lines_with_what_they_wait_for.invoice_line_id::text)
            = lines_with_what_they_wait_for.invoice_line_id::text
            and lines_with_what_they_wait_for.missing_code is null

),

taxes_from_outside as (

    select
        lines_with_their_results.*,
        {{ book_id([
            "lines_with_their_results.invoice_id", "coalesce(lines_with_their_results.taxed_by, lines_with_their_results.jurisdiction)",
            "coalesce(lines_with_their_results.tax_name, lines_with_their_results.tax_category)", "lines_with_their_results.rate_bp",
            "lines_with_their_results.treatment", "lines_with_their_results.exempt_reason", "lines_with_their_results.tax_id",
            "lines_with_their_results.missing_code", "lines_with_their_results.tax_provider", "lines_with_their_results.transaction_id",
        ]) }} as invoice_tax_id,
        case
            when lines_with_their_results.missing_code is not null then lines_with_their_results.missing_code
            when lines_with_their_results.treatment <> 'standard' then lines_with_their_results.treatment
            else 'outside_provider'
        end as reason,
        case
            when lines_with_their_results.missing_code is null and lines_with_their_results.treatment = 'standard'
                then case when lines_with_their_results.rate_bp = 0 then 'zero' else 'standard' end
        end as rate_kind,
        trim_scale(round(lines_with_their_results.rate_bp * lines_with_their_results.taxed_share, 4)) as effective_rate_bp,
        coalesce(lines_with_their_results.weight * lines_with_their_results.taxable_minor, 0) as answered_taxable,
        coalesce(lines_with_their_results.weight * lines_with_their_results.tax_minor, 0) as answered_tax
    from lines_with_their_results

)

select * from taxes_from_outside
