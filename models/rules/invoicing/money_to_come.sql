{{ config(materialized='ephemeral') }}

-- What this build books for payers before it gives up a debt of theirs: what they paid is not forgiven.

with payment_entries_planned as (

    select * from {{ ref('payment_entries_planned') }}

),

grant_entries_planned as (

    select * from {{ ref('grant_entries_planned') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

amounts_united as (

    select
        payment_entries_planned.account_id,
        payment_entries_planned.currency,
        payment_entries_planned.amount_minor as credit_minor,
        payment_entries_planned.amount_minor as balance_minor
    from payment_entries_planned

    union all

    select
        grant_entries_planned.account_id,
        grant_entries_planned.currency,
        grant_entries_planned.amount_minor as credit_minor,
        grant_entries_planned.amount_minor as balance_minor
    from grant_entries_planned

    union all

    -- What is given back of a document lessens what is due on that one. A document below zero pays others: what it is for is in the balance.
    select
        documents_planned.bill_to_account_id as account_id,
        documents_planned.currency,
        case when documents_planned.corrects_invoice_id is null then -documents_planned.total_minor else 0 end as credit_minor,
        case
            when documents_planned.corrects_invoice_id is not null or documents_planned.bill_to_account_id <> documents_planned.account_id
                then -documents_planned.total_minor
            else 0
        end as balance_minor
    from documents_planned
    where documents_planned.total_minor < 0

),

amounts_summed as (

    select
        amounts_united.account_id,
        amounts_united.currency,
        sum(amounts_united.credit_minor) as credit_minor,
        sum(amounts_united.balance_minor) as balance_minor
    from amounts_united
    where amounts_united.account_id is not null
    group by amounts_united.account_id, amounts_united.currency

)

select * from amounts_summed
