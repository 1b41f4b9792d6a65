{{ config(materialized='ephemeral') }}

-- The tax of each document that is issued, or cancelled: what is added to the net amounts is owed by the account that the document is for.
-- What prices hold of it is in the balance already, and only changes accounts of the house.

with documents_changed as (

    select * from {{ ref('documents_changed') }}

),

document_tax_legs as (

    select * from {{ ref('document_tax_legs') }}

),

legs_summed as (

    select
        document_tax_legs.ledger_entry_id,
        sum(document_tax_legs.amount_minor) as amount_minor
    from document_tax_legs
    group by document_tax_legs.ledger_entry_id

),

documents_with_their_entry as (

    select
        {{ book_id(["'invoice'", "documents_changed.invoice_id", "documents_changed.occasion || '_tax'"]) }} as ledger_entry_id,
        documents_changed.*
    from documents_changed
    where documents_changed.occasion <> 'credit_note'

),

taxes_to_book as (

    select
        documents_with_their_entry.*,
        'tax_debit' as entry_type,
        'tax_payable' as counter_account,
        documents_with_their_entry.account_id as booked_account_id,
        -documents_with_their_entry.tax_minor - coalesce(legs_summed.amount_minor, 0) as amount_minor
    from documents_with_their_entry
    left join legs_summed on legs_summed.ledger_entry_id = documents_with_their_entry.ledger_entry_id
    where
        documents_with_their_entry.tax_minor <> 0
        or legs_summed.ledger_entry_id is not null

)

select * from taxes_to_book
