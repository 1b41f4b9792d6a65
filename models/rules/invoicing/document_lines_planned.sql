-- Lines of the documents that this build issues: those of the drafts as they were published, and one for each credit note.

with build as (

    select * from {{ ref('stg_control__build') }}

),

invoices_to_issue as (

    select * from {{ ref('invoices_to_issue') }}

),

credit_notes_to_issue as (

    select * from {{ ref('credit_notes_to_issue') }}

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
        draft_invoice_lines.booking_period_start,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end
    from invoices_to_issue
    inner join draft_invoice_lines on draft_invoice_lines.invoice_id = invoices_to_issue.invoice_id

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
        -credit_notes_to_issue.amount_minor as amount_minor,
        null::text as tax_category,
        null::timestamptz as booking_period_start,
        credit_notes_to_issue.period_start as service_period_start,
        credit_notes_to_issue.period_end as service_period_end
    from credit_notes_to_issue

),

lines_united as (

    select * from lines_of_drafts
    union all
    select * from lines_of_credit_notes

),

-- The seam for tax: a line carries its category, and no tax yet. The hash is over what the customer reads: the same line has the same.
lines_with_their_tax as (

    select
        lines_united.*,
        build.build_number,
        0::numeric(9, 4) as tax_rate_bp,
        0::bigint as tax_minor,
        {{ book_id([
            "lines_united.invoice_line_id", "lines_united.posting_group_id", "lines_united.line_type", "lines_united.meter",
            "lines_united.description", "lines_united.currency", "lines_united.quantity::numeric(38, 9)", "lines_united.unit_price",
            "lines_united.amount_minor", "lines_united.tax_category", "0::bigint",
            microseconds("lines_united.service_period_start"), microseconds("lines_united.service_period_end"),
        ]) }} as line_hash
    from lines_united
    cross join build

)

select * from lines_with_their_tax
