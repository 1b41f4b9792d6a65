-- What a posting group was billed in each booking period: the line of its document, and before there is one, its entries in the journal.

with document_lines as (

    select * from {{ ref('focus_document_lines') }}

),

journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

entries_summed as (

    select
        journal_entries.posting_group_id,
        journal_entries.booking_period_start,
        -sum(journal_legs.amount_minor) as amount_minor
    from journal_entries
    inner join journal_legs
        on
            journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
            and journal_legs.ledger_account = 'customer'
    where journal_entries.posting_group_id is not null
    group by journal_entries.posting_group_id, journal_entries.booking_period_start

),

lines_of_groups as (

    select * from document_lines
    where document_lines.posting_group_id is not null

),

amounts_booked as (

    select
        coalesce(lines_of_groups.posting_group_id, entries_summed.posting_group_id) as posting_group_id,
        coalesce(lines_of_groups.booking_period_start, entries_summed.booking_period_start) as booking_period_start,
        lines_of_groups.invoice_line_id,
        lines_of_groups.invoice_reference,
        lines_of_groups.issuer_id,
        lines_of_groups.description,
        lines_of_groups.period_start,
        lines_of_groups.period_end,
        coalesce(lines_of_groups.amount_minor, entries_summed.amount_minor) as amount_minor
    from lines_of_groups
    full join entries_summed
        on
            entries_summed.posting_group_id = lines_of_groups.posting_group_id
            and entries_summed.booking_period_start = lines_of_groups.booking_period_start

)

select * from amounts_booked
