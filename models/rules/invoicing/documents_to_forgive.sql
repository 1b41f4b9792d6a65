{{ config(materialized='ephemeral') }}

-- What a write-off may still give up of each issued document: its total less its credit notes, those of this build included.

with invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoices_forgiven as (

    select * from {{ ref('invoices_forgiven') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

credit_notes_summed as (

    select
        documents_planned.corrects_invoice_id as invoice_id,
        -sum(documents_planned.total_minor) as credited_minor
    from documents_planned
    where documents_planned.corrects_invoice_id is not null
    group by documents_planned.corrects_invoice_id

),

documents_to_forgive as (

    select
        invoices.invoice_id::text as reference,
        invoices.bill_to_account_id as account_id,
        invoices.currency,
        case
            when invoices.is_void or invoices.invoice_id in (select invoice_voids_planned.invoice_id from invoice_voids_planned) then 0
            else
                invoices.total_minor - coalesce(invoices_forgiven.credited_minor, 0) - coalesce(credit_notes_summed.credited_minor, 0)
        end as left_minor
    from invoices
    left join invoices_forgiven on invoices_forgiven.invoice_id = invoices.invoice_id
    left join credit_notes_summed on credit_notes_summed.invoice_id = invoices.invoice_id

)

select * from documents_to_forgive
