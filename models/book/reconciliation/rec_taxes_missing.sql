{{ config(materialized='ephemeral') }}

-- Drafts whose tax cannot be worked out: they wait for the profile or the rate, and no other document does.

with draft_invoices_to_refresh as (

    select * from {{ ref('draft_invoices_to_refresh') }}

),

offenders as (

    select
        'documents_to_tax' as check_name,
        draft_invoices_to_refresh.account_id,
        draft_invoices_to_refresh.currency || ' ' || to_char(draft_invoices_to_refresh.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            as subject,
        draft_invoices_to_refresh.tax_hold_code as reason_code,
        draft_invoices_to_refresh.currency,
        draft_invoices_to_refresh.subtotal_minor::numeric as amount_minor,
        1 as record_count
    from draft_invoices_to_refresh
    where draft_invoices_to_refresh.tax_hold_code is not null

)

select * from offenders
