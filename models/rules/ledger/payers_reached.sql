{{ config(materialized='ephemeral') }}

-- Accounts that pay for another one, and that something is given back on such a document: it is booked there, used or not.

with build as (

    select * from {{ ref('stg_control__build') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind = 'credit_note'

),

payers_reached as (

    select
        invoices.bill_to_account_id as account_id,
        least(actions.requested_at, build.as_of) as reached_at
    from actions
    cross join build
    inner join invoices on invoices.invoice_id::text = actions.reference
    where invoices.bill_to_account_id <> invoices.account_id

)

select * from payers_reached
