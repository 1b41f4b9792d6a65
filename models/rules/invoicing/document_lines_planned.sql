-- Lines of the documents that this build issues: those of the drafts as they were published, and one for each credit note.

with build as (

    select * from {{ ref('stg_control__build') }}

),

invoices_to_issue as (

    select * from {{ ref('invoices_to_issue') }}

),

credit_note_lines as (

    select * from {{ ref('credit_note_lines') }}

),

draft_invoice_lines as (

    select * from {{ ref('stg_current__draft_invoice_lines') }}

),

lines_of_drafts as (

    select
        draft_invoice_lines.invoice_line_id,
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.account_id,
        draft_invoice_lines.line_type,
        draft_invoice_lines.meter,
        draft_invoice_lines.resource_type,
        draft_invoice_lines.description,
        draft_invoice_lines.currency,
        draft_invoice_lines.unit,
        draft_invoice_lines.quantity,
        draft_invoice_lines.unit_price,
        draft_invoice_lines.amount_minor,
        draft_invoice_lines.tax_category,
        draft_invoice_lines.tax_rate_bp,
        draft_invoice_lines.tax_minor,
        draft_invoice_lines.tax_included_minor,
        draft_invoice_lines.booking_period_start,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end
    from invoices_to_issue
    inner join draft_invoice_lines on draft_invoice_lines.invoice_id = invoices_to_issue.invoice_id

),

lines_united as (

    select * from lines_of_drafts
    union all
    select * from credit_note_lines

),

-- The hash is over what the customer reads: the same line has the same.
lines_with_their_hash as (

    select
        lines_united.*,
        build.build_number,
        {{ book_id([
            "lines_united.invoice_line_id", "lines_united.posting_group_id", "lines_united.line_type", "lines_united.meter",
            "lines_united.description", "lines_united.currency", "lines_united.quantity::numeric(38, 9)", "lines_united.unit_price",
            "lines_united.amount_minor", "lines_united.tax_category", "lines_united.tax_rate_bp", "lines_united.tax_minor",
            microseconds("lines_united.service_period_start"), microseconds("lines_united.service_period_end"),
        ]) }} as line_hash
    from lines_united
    cross join build

)

select * from lines_with_their_hash
