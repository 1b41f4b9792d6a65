-- When nothing was left to pay of a document: with the entry that lifted the account's credit to what its documents up to this one ask for,
-- or at its issue. Counted by when builds booked it, so never too early.

with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

invoices_to_pay as (

    select * from {{ ref('invoices_to_pay') }}

),

invoices_paid as (

    select * from {{ ref('invoices_paid') }}

),

-- What was given back or given up of a document is no credit, and a document below zero is: as in invoices_paid.
credit_of_documents as (

    select
        invoices_to_pay.account_id,
        invoices_to_pay.currency,
        sum(greatest(-invoices_to_pay.total_minor, 0) - invoices_to_pay.credited_minor - invoices_to_pay.written_off_minor) as credit_minor
    from invoices_to_pay
    group by invoices_to_pay.account_id, invoices_to_pay.currency

),

entries_in_order as (

    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor,
        sum(journal_legs.amount_minor) over (
            partition by journal_legs.account_id, journal_legs.currency
            order by journal_entries.booked_at, journal_entries.ledger_entry_id
            rows unbounded preceding
        ) as credit_after_minor,
        journal_entries.booked_at
    from journal_entries
    inner join journal_legs
        on
            journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
            and journal_legs.ledger_account = 'customer'
    where
        journal_entries.posting_group_id is null
        and not (journal_entries.entry_type in ('transfer', 'tax_debit') and journal_entries.reference_type = 'invoice')

),

documents_in_order as (

    select
        invoices_to_pay.invoice_id,
        invoices_to_pay.account_id,
        invoices_to_pay.currency,
        sum(invoices_to_pay.to_pay_minor) over (
            partition by invoices_to_pay.account_id, invoices_to_pay.currency
            order by invoices_to_pay.issued_at, invoices_to_pay.period_end, invoices_to_pay.invoice_number collate "C", invoices_to_pay.invoice_id
            rows unbounded preceding
        ) as wanted_minor,
        invoices_to_pay.issued_at
    from invoices_to_pay

),

documents_settled as (

    select
        documents_in_order.invoice_id,
        documents_in_order.account_id,
        greatest(documents_in_order.issued_at, max(entries_in_order.booked_at)) as settled_at
    from documents_in_order
    inner join invoices_paid on invoices_paid.invoice_id = documents_in_order.invoice_id
    inner join credit_of_documents
        on
            credit_of_documents.account_id = documents_in_order.account_id
            and credit_of_documents.currency = documents_in_order.currency
    left join entries_in_order
        on
            entries_in_order.account_id = documents_in_order.account_id
            and entries_in_order.currency = documents_in_order.currency
            and entries_in_order.credit_after_minor - entries_in_order.amount_minor + credit_of_documents.credit_minor
            < documents_in_order.wanted_minor
    where invoices_paid.amount_due_minor = 0
    group by documents_in_order.invoice_id, documents_in_order.account_id, documents_in_order.issued_at

)

select * from documents_settled
