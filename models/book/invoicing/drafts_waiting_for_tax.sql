{{ config(materialized='ephemeral') }}

-- Drafts that waited for a profile or a rate when they were last published: what this build knows counts for them, closed or not.

with build as (

    select * from {{ ref('stg_control__build') }}

),

draft_invoices as (

    select * from {{ ref('stg_current__draft_invoices') }}

),

drafts_waiting as (

    select
        draft_invoices.invoice_id,
        build.build_number as known_by_build_number
    from draft_invoices
    cross join build
    where draft_invoices.tax_hold_code is not null

)

select * from drafts_waiting
