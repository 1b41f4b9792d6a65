{{ config(materialized='ephemeral') }}

-- Documents that this build issues or cancels; the amounts of one that is cancelled are turned.

with documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

documents_changed as (

    select
        case when documents_planned.corrects_invoice_id is null then 'issue' else 'credit_note' end as occasion,
        documents_planned.invoice_id,
        documents_planned.account_id,
        documents_planned.bill_to_account_id,
        documents_planned.currency,
        documents_planned.tax_minor,
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
        -invoice_voids_planned.tax_minor as tax_minor,
        -invoice_voids_planned.total_minor as total_minor,
        invoice_voids_planned.period_start,
        invoice_voids_planned.period_end
    from invoice_voids_planned

)

select * from documents_changed
