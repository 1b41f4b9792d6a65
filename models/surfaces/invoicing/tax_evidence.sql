{{ config(materialized='ephemeral') }}

-- Tax evidence of the header: one object for each tax, in the order of jurisdiction and rate.

with taxes_of_documents as (

    select * from {{ ref('taxes_of_documents') }}

),

tax_evidence as (

    select
        taxes_of_documents.invoice_id,
        case when min(taxes_of_documents.treatment) = max(taxes_of_documents.treatment) then min(taxes_of_documents.treatment) else 'mixed' end
            as tax_treatment,
        jsonb_agg(
            to_jsonb(taxes_of_documents) - 'invoice_id'
            order by
                taxes_of_documents.jurisdiction collate "C", taxes_of_documents.rate_bp, taxes_of_documents.category collate "C",
                taxes_of_documents.invoice_tax_id
        ) as tax_evidence
    from taxes_of_documents
    group by taxes_of_documents.invoice_id

)

select * from tax_evidence
