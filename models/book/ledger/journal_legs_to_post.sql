with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

-- A document that another account pays moves over to that account.
payers as (

    select documents_planned.invoice_id::text as reference_id, documents_planned.bill_to_account_id from documents_planned
    union all
    select invoice_voids_planned.invoice_id::text as reference_id, invoice_voids_planned.bill_to_account_id from invoice_voids_planned

),

customer_legs as (

    select
        entries_planned.ledger_entry_id,
        1 as leg_number,
        entries_planned.build_number,
        'customer' as ledger_account,
        entries_planned.account_id,
        entries_planned.currency,
        entries_planned.amount_minor
    from entries_planned

),

counter_legs as (

    select
        entries_planned.ledger_entry_id,
        2 as leg_number,
        entries_planned.build_number,
        entries_planned.counter_account as ledger_account,
        case when entries_planned.counter_account = 'customer' then payers.bill_to_account_id end as account_id,
        entries_planned.currency,
        -entries_planned.amount_minor as amount_minor
    from entries_planned
    left join payers
        on
            payers.reference_id = entries_planned.reference_id
            and entries_planned.reference_type = 'invoice'

),

legs_united as (

    select * from customer_legs
    union all
    select * from counter_legs

)

select * from legs_united
