{{ config(materialized='ephemeral') }}

-- The customer's leg of each entry, and the one that stands against it, less what tax legs take of it.

with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

payers_of_documents as (

    select * from {{ ref('payers_of_documents') }}

),

document_tax_legs as (

    select * from {{ ref('document_tax_legs') }}

),

-- What moved at a provider brings its own legs.
entries_of_two_legs as (

    select entries_planned.*
    from entries_planned
    where entries_planned.reference_type not in ('payment', 'dispute', 'payout', 'balance_transaction')

),

tax_legs_summed as (

    select
        document_tax_legs.ledger_entry_id,
        sum(document_tax_legs.amount_minor)::bigint as amount_minor
    from document_tax_legs
    group by document_tax_legs.ledger_entry_id

),

customer_legs as (

    select
        entries_of_two_legs.ledger_entry_id,
        1 as leg_number,
        entries_of_two_legs.build_number,
        'customer' as ledger_account,
        entries_of_two_legs.account_id,
        entries_of_two_legs.currency,
        entries_of_two_legs.amount_minor
    from entries_of_two_legs
    where entries_of_two_legs.amount_minor <> 0

),

counter_legs as (

    select
        entries_of_two_legs.ledger_entry_id,
        case when entries_of_two_legs.amount_minor = 0 then 1 else 2 end as leg_number,
        entries_of_two_legs.build_number,
        entries_of_two_legs.counter_account as ledger_account,
        case when entries_of_two_legs.counter_account = 'customer' then payers_of_documents.bill_to_account_id end as account_id,
        entries_of_two_legs.currency,
        -entries_of_two_legs.amount_minor - coalesce(tax_legs_summed.amount_minor, 0) as amount_minor
    from entries_of_two_legs
    left join tax_legs_summed on tax_legs_summed.ledger_entry_id = entries_of_two_legs.ledger_entry_id
    left join payers_of_documents
        on
            payers_of_documents.reference_id = entries_of_two_legs.reference_id
            and entries_of_two_legs.reference_type = 'invoice'

),

legs_united as (

    select * from customer_legs
    union all
    select * from counter_legs

)

select * from legs_united
