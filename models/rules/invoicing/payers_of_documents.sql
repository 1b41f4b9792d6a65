{{ config(materialized='ephemeral') }}

-- Who pays a document that this build issues or cancels: a document that another account pays moves over to that account.

with documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

payers as (

    select
        documents_planned.invoice_id::text as reference_id,
        documents_planned.bill_to_account_id
    from documents_planned

    union all

    select
        invoice_voids_planned.invoice_id::text as reference_id,
        invoice_voids_planned.bill_to_account_id
    from invoice_voids_planned

)

select * from payers
