{{ config(materialized='ephemeral') }}

-- Entries of documents: a credit note gives back on the account that pays, and a document that another account pays moves over to it.

with documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

documents_changed as (

    select
        case when documents_planned.corrects_invoice_id is null then 'issue' else 'credit_note' end as occasion,
        documents_planned.invoice_id,
        documents_planned.account_id,
        documents_planned.bill_to_account_id,
        documents_planned.currency,
        documents_planned.total_minor,
        documents_planned.period_start,
        documents_planned.period_end
    from documents_planned

    union all

    select
        'void' as occasion,
        invoice_voids_planned.invoice_id,
        invoice_voids_planned.account_id,
        invoice_voids_planned.bill_to_account_id,
        invoice_voids_planned.currency,
        invoice_voids_planned.total_minor,
        invoice_voids_planned.period_start,
        invoice_voids_planned.period_end
    from invoice_voids_planned

),

entries_wanted as (

    select
        documents_changed.*,
        case documents_changed.occasion when 'credit_note' then 'credit_note' else 'transfer' end as entry_type,
        case documents_changed.occasion when 'credit_note' then 'refunds_given' else 'customer' end as counter_account,
        case documents_changed.occasion
            when 'credit_note' then documents_changed.bill_to_account_id
            else documents_changed.account_id
        end as booked_account_id,
        case documents_changed.occasion when 'issue' then documents_changed.total_minor else -documents_changed.total_minor end as amount_minor
    from documents_changed
    where
        documents_changed.total_minor <> 0
        and (documents_changed.occasion = 'credit_note' or documents_changed.bill_to_account_id <> documents_changed.account_id)

),

document_entries as (

    select
        {{ book_id(["'invoice'", "entries_wanted.invoice_id", "entries_wanted.occasion"]) }} as ledger_entry_id,
        entries_wanted.entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        'invoice' as reference_type,
        entries_wanted.invoice_id::text as reference_id,
        case entries_wanted.occasion when 'void' then {{ book_id(["'invoice'", "entries_wanted.invoice_id", "'issue'"]) }} end as corrects_entry_id,
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
