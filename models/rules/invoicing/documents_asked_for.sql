{{ config(materialized='ephemeral') }}

-- Documents that this build issues, of drafts and of credit notes, with who issues them and who pays.

with invoices_to_issue as (

    select * from {{ ref('invoices_to_issue') }}

),

credit_notes_to_issue as (

    select * from {{ ref('credit_notes_to_issue') }}

),

document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

lines_summed as (

    select
        document_lines_planned.invoice_id,
        count(*) as line_count,
        sum(document_lines_planned.amount_minor)::bigint as subtotal_minor,
        sum(document_lines_planned.tax_minor)::bigint as tax_minor,
        encode(
            sha256(convert_to(string_agg(document_lines_planned.line_hash::text, ',' order by document_lines_planned.invoice_line_id), 'UTF8')), 'hex'
        ) as evidence_hash
    from document_lines_planned
    group by document_lines_planned.invoice_id

),

documents_united as (

    select
        invoices_to_issue.invoice_id,
        null::uuid as corrects_invoice_id,
        coalesce(invoices_to_issue.issuer_id, 'house') as issuer_id,
        invoices_to_issue.account_id,
        coalesce(invoices_to_issue.bill_to_account_id, invoices_to_issue.account_id) as bill_to_account_id,
        invoices_to_issue.currency,
        invoices_to_issue.billing_mode,
        invoices_to_issue.action_id,
        invoices_to_issue.actor,
        invoices_to_issue.reason,
        invoices_to_issue.period_start,
        invoices_to_issue.period_end
    from invoices_to_issue

    union all

    select
        credit_notes_to_issue.invoice_id,
        credit_notes_to_issue.corrects_invoice_id,
        credit_notes_to_issue.issuer_id,
        credit_notes_to_issue.account_id,
        credit_notes_to_issue.bill_to_account_id,
        credit_notes_to_issue.currency,
        'postpaid' as billing_mode,
        credit_notes_to_issue.action_id,
        credit_notes_to_issue.actor,
        credit_notes_to_issue.reason,
        credit_notes_to_issue.period_start,
        credit_notes_to_issue.period_end
    from credit_notes_to_issue

),

-- What is prepaid, and what is given back, is due at once.
documents_with_their_type as (

    select
        documents_united.*,
        lines_summed.line_count,
        lines_summed.subtotal_minor,
        lines_summed.tax_minor,
        lines_summed.subtotal_minor + lines_summed.tax_minor as total_minor,
        lines_summed.evidence_hash,
        case
            when lines_summed.subtotal_minor + lines_summed.tax_minor < 0 then 'credit_note'
            when documents_united.billing_mode = 'prepaid' then 'statement'
            else 'invoice'
        end as document_type,
        case
            when lines_summed.subtotal_minor + lines_summed.tax_minor < 0 or documents_united.billing_mode = 'prepaid' then 0
            else least(coalesce(accounts.payment_terms_days, 14), 3650)
        end as payment_terms_days
    from documents_united
    inner join lines_summed on lines_summed.invoice_id = documents_united.invoice_id
    left join accounts on accounts.account_id = documents_united.bill_to_account_id

)

select * from documents_with_their_type
