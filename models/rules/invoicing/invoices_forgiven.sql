{{ config(materialized='ephemeral') }}

-- What was given back of issued documents so far, by credit notes and by write-offs that name them.

with invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

amounts_forgiven as (

    select
        invoices.corrects_invoice_id as invoice_id,
        -invoices.total_minor as credited_minor,
        0 as written_off_minor
    from invoices
    where invoices.corrects_invoice_id is not null

    union all

    select
        invoices.invoice_id,
        0 as credited_minor,
        ledger_entries.amount_minor as written_off_minor
    from invoices
    inner join actions
        on
            actions.reference = invoices.invoice_id::text
            and actions.kind = 'write_off'
    inner join ledger_entries
        on
            ledger_entries.reference_id = actions.action_id
            and ledger_entries.reference_type = 'action'

),

invoices_forgiven as (

    select
        amounts_forgiven.invoice_id,
        sum(amounts_forgiven.credited_minor) as credited_minor,
        sum(amounts_forgiven.written_off_minor) as written_off_minor
    from amounts_forgiven
    group by amounts_forgiven.invoice_id

)

select * from invoices_forgiven
