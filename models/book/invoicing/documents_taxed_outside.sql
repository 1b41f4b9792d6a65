{{ config(materialized='ephemeral') }}

-- Documents as they stand when this build is posted, drafts too, that an outside provider taxes or is asked about, with the result that an issued one
-- has. One that is cancelled counts as a draft would: no result is late for it.

with draft_invoice_lines_to_refresh as (

    select * from {{ ref('draft_invoice_lines_to_refresh') }}

),

draft_invoice_lines as (

    select * from {{ ref('stg_current__draft_invoice_lines') }}

),

accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

tax_results_used as (

    select * from {{ ref('stg_book__tax_results_used') }}

),

tax_results_used_to_post as (

    select * from {{ ref('tax_results_used_to_post') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

lines_united as (

    select
        draft_invoice_lines_to_refresh.invoice_id,
        draft_invoice_lines_to_refresh.account_id,
        draft_invoice_lines_to_refresh.currency,
        draft_invoice_lines_to_refresh.tax_provider,
        null::text as tax_transaction_id
    from draft_invoice_lines_to_refresh

    union all

    select
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.account_id,
        draft_invoice_lines.currency,
        draft_invoice_lines.tax_provider,
        tax_results_used_to_post.tax_transaction_id
    from draft_invoice_lines
    left join tax_results_used_to_post on tax_results_used_to_post.invoice_line_id = draft_invoice_lines.invoice_line_id
    where
        tax_results_used_to_post.invoice_line_id is not null
        or draft_invoice_lines.account_id not in (select accounts_to_draft.account_id from accounts_to_draft)

    union all

    select
        tax_results_used.invoice_id,
        invoices.account_id,
        invoices.currency,
        tax_results_used.tax_provider,
        case
            when not invoices.is_void and invoices.invoice_id not in (select invoice_voids_planned.invoice_id from invoice_voids_planned)
                then tax_results_used.tax_transaction_id
        end as tax_transaction_id
    from tax_results_used
    inner join invoices on invoices.invoice_id = tax_results_used.invoice_id

),

documents_taxed_outside as (

    select
        lines_united.invoice_id,
        lines_united.account_id,
        lines_united.currency,
        lines_united.tax_provider,
        max(lines_united.tax_transaction_id collate "C") as tax_transaction_id
    from lines_united
    where lines_united.tax_provider is not null
    group by lines_united.invoice_id, lines_united.account_id, lines_united.currency, lines_united.tax_provider

)

select * from documents_taxed_outside
