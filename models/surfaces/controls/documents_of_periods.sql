-- What the usage of an account's period was booked with, and on which document it stands: final once nothing of the document is due.

with periods as (

    select * from {{ source('book', 'periods') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

invoices as (

    select * from {{ source('book', 'invoices') }}

),

groups_on_documents as (

    select * from {{ ref('groups_on_documents') }}

),

documents_settled as (

    select *
    from {{ source('current', 'invoice_settlements') }}
    where amount_due_minor = 0

),

bookings_of_periods as (

    select distinct
        periods.period_id,
        posting_groups.posting_group_id,
        posting_groups.account_id,
        journal_entries.booking_period_start
    from periods
    inner join posting_groups
        on
            posting_groups.usage_account_id = periods.account_id
            and posting_groups.is_posted
            and posting_groups.service_period_start < periods.period_end
            and posting_groups.service_period_end > periods.period_start
    inner join journal_entries on journal_entries.posting_group_id = posting_groups.posting_group_id

),

documents_summed as (

    select
        bookings_of_periods.period_id,
        array_agg(distinct coalesce(invoices.bill_to_account_id, bookings_of_periods.account_id)) as payers,
        count(distinct invoices.invoice_id) as document_count,
        -- A credit note asks for nothing.
        bool_and(documents_settled.invoice_id is not null or coalesce(invoices.total_minor < 0, false)) as is_final,
        max(coalesce(documents_settled.settled_at, invoices.issued_at)) as settled_at
    from bookings_of_periods
    left join groups_on_documents
        on
            groups_on_documents.posting_group_id = bookings_of_periods.posting_group_id
            and groups_on_documents.booking_period_start = bookings_of_periods.booking_period_start
    left join invoices on invoices.invoice_id = groups_on_documents.invoice_id
    left join documents_settled on documents_settled.invoice_id = groups_on_documents.invoice_id
    group by bookings_of_periods.period_id

)

select * from documents_summed
