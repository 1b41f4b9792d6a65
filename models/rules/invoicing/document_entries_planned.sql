{{ config(materialized='ephemeral') }}

-- Entries of documents: the tax of an issued document on the account that it is for, a credit note on the account that pays,
-- and the transfer of a document that another account pays. A cancelled document takes back its tax and its transfer.

with documents_changed as (

    select * from {{ ref('documents_changed') }}

),

document_taxes_to_book as (

    select * from {{ ref('document_taxes_to_book') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

entries_wanted as (

    select
        {{ book_id(["'invoice'", "documents_changed.invoice_id", "documents_changed.occasion"]) }} as ledger_entry_id,
        documents_changed.*,
        case documents_changed.occasion when 'credit_note' then 'credit_note' else 'transfer' end as entry_type,
        case documents_changed.occasion when 'credit_note' then 'refunds_given' else 'customer' end as counter_account,
        case documents_changed.occasion
            when 'credit_note' then documents_changed.bill_to_account_id
            else documents_changed.account_id
        end as booked_account_id,
        case documents_changed.occasion when 'credit_note' then -documents_changed.total_minor else documents_changed.total_minor end as amount_minor
    from documents_changed
    where
        documents_changed.total_minor <> 0
        and (documents_changed.occasion = 'credit_note' or documents_changed.bill_to_account_id <> documents_changed.account_id)

    union all

    select * from document_taxes_to_book

),

document_entries as (

    select
        entries_wanted.ledger_entry_id,
        entries_wanted.entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        'invoice' as reference_type,
        entries_wanted.invoice_id::text as reference_id,
        case
            when entries_wanted.occasion = 'void' and entries_wanted.entry_type = 'tax_debit'
                then {{ book_id(["'invoice'", "entries_wanted.invoice_id", "'issue_tax'"]) }}
            when entries_wanted.occasion = 'void' then {{ book_id(["'invoice'", "entries_wanted.invoice_id", "'issue'"]) }}
        end as corrects_entry_id,
        entries_wanted.booked_account_id as account_id,
        null::text as usage_account_id,
        entries_wanted.counter_account,
        entries_wanted.currency,
        null::text as correlation_id,
        entries_wanted.amount_minor::bigint as amount_minor,
        entries_wanted.period_start as service_period_start,
        entries_wanted.period_end as service_period_end,
        periods_planned.booking_period_start
    from entries_wanted
    cross join build
    left join periods_planned
        on
            periods_planned.account_id = entries_wanted.booked_account_id
            and periods_planned.period_start <= build.as_of
            and periods_planned.period_end > build.as_of

)

select * from document_entries
