-- Documents that stand, with what was given back or given up of each: what is left is to be paid.

with invoices as not materialized (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

invoice_taxes as (

    select * from {{ source('book', 'invoice_taxes') }}

),

actions as (

    select * from {{ source('raw', 'actions') }}

),

credits_summed as (

    select
        invoices.corrects_invoice_id as invoice_id,
        -sum(invoices.total_minor) as credited_minor
    from invoices
    where invoices.corrects_invoice_id is not null
    group by invoices.corrects_invoice_id

),

write_offs_summed as (

    select
        actions.reference as written_off_reference,
        sum(journal_legs.amount_minor) as written_off_minor
    from journal_entries
    inner join journal_legs
        on
            journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
            and journal_legs.ledger_account = 'customer'
    inner join actions on actions.action_id = journal_entries.reference_id
    where
        journal_entries.posting_group_id is null
        and journal_entries.entry_type = 'write_off'
        and journal_entries.reference_type = 'action'
        and actions.reference is not null
    group by actions.reference

),

-- What the prices hold of the tax was booked with the groups, the rest at issue.
taxes_summed as (

    select
        invoice_taxes.invoice_id,
        sum(invoice_taxes.tax_included_minor) as tax_included_minor
    from invoice_taxes
    group by invoice_taxes.invoice_id

),

documents_that_stand as (

    select
        invoices.invoice_id,
        invoices.account_id as for_account_id,
        invoices.bill_to_account_id as account_id,
        invoices.currency,
        invoices.invoice_number,
        invoices.subtotal_minor + coalesce(taxes_summed.tax_included_minor, 0) as groups_minor,
        invoices.total_minor,
        coalesce(credits_summed.credited_minor, 0) as credited_minor,
        coalesce(write_offs_summed.written_off_minor, 0) as written_off_minor,
        greatest(invoices.total_minor, 0) - coalesce(credits_summed.credited_minor, 0) - coalesce(write_offs_summed.written_off_minor, 0)
            as to_pay_minor,
        invoices.period_end,
        invoices.issued_at
    from invoices
    left join invoice_voids on invoice_voids.invoice_id = invoices.invoice_id
    left join taxes_summed on taxes_summed.invoice_id = invoices.invoice_id
    left join credits_summed on credits_summed.invoice_id = invoices.invoice_id
    left join write_offs_summed on write_offs_summed.written_off_reference = invoices.invoice_id::text
    where
        invoice_voids.invoice_id is null
        and invoices.corrects_invoice_id is null

)

select * from documents_that_stand
