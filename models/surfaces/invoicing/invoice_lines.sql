-- Lines of drafts and documents: one for each posting group and the period it was booked in, so the sum of the lines is the header.

with lines_of_documents as (

    select * from {{ ref('lines_of_documents') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

invoice_lines as (

    select
        lines_of_documents.invoice_line_id,
        lines_of_documents.invoice_id,
        lines_of_documents.line_type,
        lines_of_documents.meter,
        lines_of_documents.description,
        lines_of_documents.quantity,
        lines_of_documents.unit_price,
        lines_of_documents.amount_minor,
        lines_of_documents.tax_rate_bp,
        lines_of_documents.tax_minor,
        lines_of_documents.tax_category,
        lines_of_documents.posting_group_id,
        lines_of_documents.service_period_start,
        lines_of_documents.service_period_end,
        lines_of_documents.account_id,
        posting_groups.usage_account_id,
        lines_of_documents.currency,
        lines_of_documents.resource_type,
        lines_of_documents.unit,
        lines_of_documents.booking_period_start,
        lines_of_documents.tax_included_minor,
        lines_of_documents.tax_provider,
        lines_of_documents.tax_transaction_id,
        lines_of_documents.tax_calculated_at
    from lines_of_documents
    left join posting_groups on posting_groups.posting_group_id = lines_of_documents.posting_group_id
    where {{ reader_may_see('lines_of_documents.account_id') }} or {{ reader_may_see('lines_of_documents.bill_to_account_id') }}

)

select * from invoice_lines
