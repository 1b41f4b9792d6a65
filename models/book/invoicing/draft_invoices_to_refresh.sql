with draft_lines_planned as (

    select * from {{ ref('draft_lines_planned') }}

),

draft_tax_totals as (

    select * from {{ ref('draft_tax_totals') }}

),

lines_summed as (

    select
        draft_lines_planned.invoice_id,
        draft_lines_planned.account_id,
        draft_lines_planned.currency,
        count(*) as line_count,
        sum(draft_lines_planned.amount_minor) as amount_minor,
        draft_lines_planned.period_start,
        draft_lines_planned.period_end
    from draft_lines_planned
    where draft_lines_planned.is_ended
    group by
        draft_lines_planned.invoice_id,
        draft_lines_planned.account_id,
        draft_lines_planned.currency,
        draft_lines_planned.period_start,
        draft_lines_planned.period_end

),

taxes_summed as (

    select
        draft_tax_totals.invoice_id,
        min(draft_tax_totals.hold_code) as tax_hold_code,
        sum(draft_tax_totals.tax_minor) as tax_minor,
        sum(case when draft_tax_totals.is_tax_included then draft_tax_totals.tax_minor else 0 end) as tax_included_minor
    from draft_tax_totals
    group by draft_tax_totals.invoice_id

),

headers as (

    select
        lines_summed.invoice_id,
        lines_summed.account_id,
        lines_summed.currency,
        taxes_summed.tax_hold_code,
        lines_summed.line_count,
        (lines_summed.amount_minor - taxes_summed.tax_included_minor)::bigint as subtotal_minor,
        taxes_summed.tax_minor::bigint as tax_minor,
        (lines_summed.amount_minor - taxes_summed.tax_included_minor + taxes_summed.tax_minor)::bigint as total_minor,
        lines_summed.period_start,
        lines_summed.period_end
    from lines_summed
    inner join taxes_summed on taxes_summed.invoice_id = lines_summed.invoice_id

)

select * from headers
