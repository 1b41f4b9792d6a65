{{ config(materialized='ephemeral') }}

-- What is still due on the documents of payers whose debts are to be written off, once the money of this build pays the oldest of them.

with write_offs_approved as (

    select * from {{ ref('write_offs_approved') }}

),

invoice_settlements as (

    select * from {{ ref('stg_current__invoice_settlements') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

money_to_come as (

    select * from {{ ref('money_to_come') }}

),

payers as (

    select distinct
        write_offs_approved.account_id,
        write_offs_approved.currency
    from write_offs_approved
    where not write_offs_approved.is_booked

),

credit_notes_summed as (

    select
        documents_planned.corrects_invoice_id as invoice_id,
        -sum(documents_planned.total_minor) as credited_minor
    from documents_planned
    where documents_planned.corrects_invoice_id is not null
    group by documents_planned.corrects_invoice_id

),

documents_to_pay as (

    select
        invoice_settlements.invoice_id,
        invoice_settlements.account_id,
        invoice_settlements.currency,
        invoice_settlements.paid_minor,
        case
            when invoices.invoice_id in (select invoice_voids_planned.invoice_id from invoice_voids_planned) then 0
            else invoice_settlements.paid_minor + invoice_settlements.amount_due_minor - coalesce(credit_notes_summed.credited_minor, 0)
        end as to_pay_minor,
        row_number() over (
            partition by invoice_settlements.account_id, invoice_settlements.currency
            order by invoices.issued_at, invoices.period_end, invoices.invoice_number collate "C", invoices.invoice_id
        ) as standing
    from payers
    inner join invoice_settlements
        on
            invoice_settlements.account_id = payers.account_id
            and invoice_settlements.currency = payers.currency
    inner join invoices on invoices.invoice_id = invoice_settlements.invoice_id
    left join credit_notes_summed on credit_notes_summed.invoice_id = invoice_settlements.invoice_id

),

-- Credit that pays no document is left only where all of them are paid.
documents_with_credit as (

    select
        documents_to_pay.*,
        sum(documents_to_pay.paid_minor) over (partition by documents_to_pay.account_id, documents_to_pay.currency)
        + coalesce(money_to_come.credit_minor, 0)
        - sum(documents_to_pay.to_pay_minor) over (
            partition by documents_to_pay.account_id, documents_to_pay.currency order by documents_to_pay.standing
        ) + documents_to_pay.to_pay_minor as credit_left_minor
    from documents_to_pay
    left join money_to_come
        on
            money_to_come.account_id = documents_to_pay.account_id
            and money_to_come.currency = documents_to_pay.currency

)

select
    documents_with_credit.invoice_id,
    documents_with_credit.account_id,
    documents_with_credit.currency,
    documents_with_credit.to_pay_minor
    - greatest(least(documents_with_credit.to_pay_minor, documents_with_credit.credit_left_minor), 0) as amount_due_minor
from documents_with_credit
