{{ config(materialized='ephemeral') }}

-- Documents of the accounts to settle that stand once this build is posted, with what was given back or given up of each: the rest is to be paid.

with accounts_to_settle as (

    select * from {{ ref('accounts_to_settle') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoices_to_post as (

    select * from {{ ref('invoices_to_post') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind = 'write_off'

),

entries_to_settle as (

    select * from {{ ref('entries_to_settle') }}

),

documents_united as (

    select
        invoices.invoice_id, invoices.invoice_number, invoices.bill_to_account_id as account_id, invoices.currency, invoices.total_minor,
        invoices.corrects_invoice_id, invoices.issued_at, invoices.due_at, invoices.period_end
    from accounts_to_settle
    inner join invoices on invoices.bill_to_account_id = accounts_to_settle.account_id
    where not invoices.is_void and invoices.invoice_id not in (select invoice_voids_planned.invoice_id from invoice_voids_planned)

    union all

    select
        invoices_to_post.invoice_id, invoices_to_post.invoice_number, invoices_to_post.bill_to_account_id as account_id, invoices_to_post.currency,
        invoices_to_post.total_minor, invoices_to_post.corrects_invoice_id, invoices_to_post.issued_at, invoices_to_post.due_at,
        invoices_to_post.period_end
    from invoices_to_post

),

-- A credit note is for the payer of its document, and only he has a debt written off.
amounts_forgiven as (

    select documents_united.corrects_invoice_id::text as reference, -documents_united.total_minor as credited_minor, 0 as written_off_minor
    from documents_united
    where documents_united.corrects_invoice_id is not null

    union all

    select actions.reference, 0 as credited_minor, entries_to_settle.amount_minor as written_off_minor
    from entries_to_settle
    inner join actions on actions.action_id = entries_to_settle.reference_id
    where
        entries_to_settle.reference_type = 'action'
        and entries_to_settle.entry_type = 'write_off'

),

amounts_summed as (

    select
        amounts_forgiven.reference,
        sum(amounts_forgiven.credited_minor) as credited_minor,
        sum(amounts_forgiven.written_off_minor) as written_off_minor
    from amounts_forgiven
    group by amounts_forgiven.reference

),

documents_to_settle as (

    select
        documents_united.*,
        coalesce(amounts_summed.credited_minor, 0) as credited_minor,
        coalesce(amounts_summed.written_off_minor, 0) as written_off_minor,
        greatest(documents_united.total_minor, 0) - coalesce(amounts_summed.credited_minor, 0) - coalesce(amounts_summed.written_off_minor, 0)
            as to_pay_minor
    from documents_united
    left join amounts_summed on amounts_summed.reference = documents_united.invoice_id::text
    where documents_united.corrects_invoice_id is null

)

select * from documents_to_settle
