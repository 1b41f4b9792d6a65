{{ config(materialized='view') }}

-- What is paid of each document once this build is posted: as the last publication left it, and anew where something moved.

with invoice_settlements as (

    select * from {{ ref('stg_current__invoice_settlements') }}

),

invoice_settlements_to_refresh as (

    select * from {{ ref('invoice_settlements_to_refresh') }}

),

accounts_to_settle as (

    select * from {{ ref('accounts_to_settle') }}

),

documents_settled as (

    select
        invoice_settlements.invoice_id,
        invoice_settlements.invoice_number,
        invoice_settlements.account_id,
        invoice_settlements.currency,
        invoice_settlements.total_minor,
        invoice_settlements.written_off_minor,
        invoice_settlements.paid_minor,
        invoice_settlements.amount_due_minor,
        false as is_settled_anew,
        invoice_settlements.due_at
    from invoice_settlements
    where invoice_settlements.account_id not in (select accounts_to_settle.account_id from accounts_to_settle)

    union all

    select
        invoice_settlements_to_refresh.invoice_id,
        invoice_settlements_to_refresh.invoice_number,
        invoice_settlements_to_refresh.account_id,
        invoice_settlements_to_refresh.currency,
        invoice_settlements_to_refresh.total_minor,
        invoice_settlements_to_refresh.written_off_minor,
        invoice_settlements_to_refresh.paid_minor,
        invoice_settlements_to_refresh.amount_due_minor,
        true as is_settled_anew,
        invoice_settlements_to_refresh.due_at
    from invoice_settlements_to_refresh

)

select * from documents_settled
