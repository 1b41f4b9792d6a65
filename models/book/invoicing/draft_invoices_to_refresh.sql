with draft_lines_planned as (

    select * from {{ ref('draft_lines_planned') }}

),

headers_summed_from_lines as (

    select
        draft_lines_planned.invoice_id,
        draft_lines_planned.account_id,
        draft_lines_planned.currency,
        count(*) as line_count,
        sum(draft_lines_planned.amount_minor)::bigint as subtotal_minor,
        0::bigint as tax_minor,
        sum(draft_lines_planned.amount_minor)::bigint as total_minor,
        draft_lines_planned.period_start,
        draft_lines_planned.period_end
    from draft_lines_planned
    group by
        draft_lines_planned.invoice_id,
        draft_lines_planned.account_id,
        draft_lines_planned.currency,
        draft_lines_planned.period_start,
        draft_lines_planned.period_end

)

select * from headers_summed_from_lines
