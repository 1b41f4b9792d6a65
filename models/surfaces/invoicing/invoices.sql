-- Documents with their sums. A draft has no number and nothing is due on it; its tax is worked out when it is issued.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

invoices as (

    select
        draft_invoices.invoice_id,
        cast(null as text) as invoice_number,
        draft_invoices.account_id,
        draft_invoices.currency,
        draft_invoices.period_start,
        draft_invoices.period_end,
        'draft' as status,
        draft_invoices.subtotal_minor,
        draft_invoices.tax_minor,
        draft_invoices.total_minor,
        draft_invoices.total_minor as amount_due_minor,
        cast(null as text) as tax_treatment,
        cast(null as jsonb) as tax_evidence,
        draft_invoices.line_count
    from draft_invoices
    where {{ reader_may_see('draft_invoices.account_id') }}

)

select * from invoices
