{{ config(materialized='view') }}

-- Every line of a draft or a document as it will stand when this build is posted.

with draft_invoice_lines_to_refresh as (

    select * from {{ ref('draft_invoice_lines_to_refresh') }}

),

draft_invoice_lines as (

    select * from {{ ref('stg_current__draft_invoice_lines') }}

),

accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

groups_on_paper as (

    select * from {{ ref('groups_on_paper') }}

),

lines_united as (

    select
        draft_invoice_lines_to_refresh.invoice_id,
        draft_invoice_lines_to_refresh.account_id,
        draft_invoice_lines_to_refresh.posting_group_id,
        draft_invoice_lines_to_refresh.currency,
        draft_invoice_lines_to_refresh.amount_minor + draft_invoice_lines_to_refresh.tax_included_minor as amount_minor
    from draft_invoice_lines_to_refresh

    union all

    select
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.account_id,
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.currency,
        draft_invoice_lines.amount_minor + draft_invoice_lines.tax_included_minor as amount_minor
    from draft_invoice_lines
    where draft_invoice_lines.account_id not in (select accounts_to_draft.account_id from accounts_to_draft)

    union all

    select
        groups_on_paper.invoice_id,
        groups_on_paper.account_id,
        groups_on_paper.posting_group_id,
        groups_on_paper.currency,
        groups_on_paper.amount_minor
    from groups_on_paper

)

select * from lines_united
