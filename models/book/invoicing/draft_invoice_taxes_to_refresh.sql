with draft_tax_totals as (

    select * from {{ ref('draft_tax_totals') }}

),

taxes_of_documents as (

    select
        draft_tax_totals.invoice_tax_id,
        draft_tax_totals.invoice_id,
        draft_tax_totals.account_id,
        draft_tax_totals.currency,
        draft_tax_totals.jurisdiction,
        draft_tax_totals.category,
        draft_tax_totals.rate_kind,
        draft_tax_totals.compound_on,
        draft_tax_totals.treatment,
        draft_tax_totals.reason,
        draft_tax_totals.tax_id,
        draft_tax_totals.exempt_reason,
        draft_tax_totals.rate_bp::numeric(9, 4) as rate_bp,
        sum(draft_tax_totals.line_count)::bigint as line_count,
        sum(draft_tax_totals.taxable_minor)::bigint as taxable_minor,
        sum(draft_tax_totals.tax_minor)::bigint as tax_minor,
        sum(case when draft_tax_totals.is_tax_included then draft_tax_totals.tax_minor else 0 end)::bigint as tax_included_minor
    from draft_tax_totals
    group by
        draft_tax_totals.invoice_tax_id,
        draft_tax_totals.invoice_id,
        draft_tax_totals.account_id,
        draft_tax_totals.currency,
        draft_tax_totals.jurisdiction,
        draft_tax_totals.category,
        draft_tax_totals.rate_kind,
        draft_tax_totals.compound_on,
        draft_tax_totals.treatment,
        draft_tax_totals.reason,
        draft_tax_totals.tax_id,
        draft_tax_totals.exempt_reason,
        draft_tax_totals.rate_bp

)

select * from taxes_of_documents
