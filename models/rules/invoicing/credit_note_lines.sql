{{ config(materialized='ephemeral') }}

-- The line of each credit note: what it gives back, its share of the invoice's tax apart.

with credit_notes_to_issue as (

    select * from {{ ref('credit_notes_to_issue') }}

),

credit_note_taxes as (

    select * from {{ ref('credit_note_taxes') }}

),

invoice_lines as (

    select * from {{ ref('stg_book__invoice_lines') }}

),

taxes_summed as (

    select
        credit_note_taxes.invoice_id,
        sum(credit_note_taxes.tax_minor)::bigint as tax_minor
    from credit_note_taxes
    group by credit_note_taxes.invoice_id

),

rates_of_invoices as (

    select
        invoice_lines.invoice_id,
        case when min(invoice_lines.tax_rate_bp) = max(invoice_lines.tax_rate_bp) then min(invoice_lines.tax_rate_bp) else 0 end as tax_rate_bp
    from invoice_lines
    where invoice_lines.invoice_id in (select credit_notes_to_issue.corrects_invoice_id from credit_notes_to_issue)
    group by invoice_lines.invoice_id

),

lines_of_credit_notes as (

    select
        {{ book_id(["credit_notes_to_issue.invoice_id", "credit_notes_to_issue.corrects_invoice_id"]) }} as invoice_line_id,
        credit_notes_to_issue.invoice_id,
        null::uuid as posting_group_id,
        credit_notes_to_issue.account_id,
        'credit' as line_type,
        null::text as meter,
        null::text as resource_type,
        'Credit on ' || credit_notes_to_issue.corrects_invoice_number || ', ' || credit_notes_to_issue.reason as description,
        credit_notes_to_issue.currency,
        null::text as unit,
        1::numeric(38, 9) as quantity,
        null::numeric(38, 18) as unit_price,
        -credit_notes_to_issue.amount_minor - coalesce(taxes_summed.tax_minor, 0) as amount_minor,
        null::text as tax_category,
        rates_of_invoices.tax_rate_bp::numeric(9, 4) as tax_rate_bp,
        coalesce(taxes_summed.tax_minor, 0)::bigint as tax_minor,
        0::bigint as tax_included_minor,
        null::timestamptz as booking_period_start,
        credit_notes_to_issue.period_start as service_period_start,
        credit_notes_to_issue.period_end as service_period_end
    from credit_notes_to_issue
    inner join rates_of_invoices on rates_of_invoices.invoice_id = credit_notes_to_issue.corrects_invoice_id
    left join taxes_summed on taxes_summed.invoice_id = credit_notes_to_issue.invoice_id

)

select * from lines_of_credit_notes
