{{ config(materialized='ephemeral') }}

with journal_entries as (

    select *
    from {{ source('book', 'journal_entries') }}
    where posting_group_id is null

),

customer_legs as (

    select * from {{ ref('stg_book__customer_legs') }}

),

-- One row for each leg: what an account has is looked up by its own legs.
entries_beside_groups as (

    select
        journal_entries.ledger_entry_id,
        customer_legs.account_id,
        customer_legs.currency,
        journal_entries.entry_type,
        journal_entries.reference_type,
        journal_entries.reference_id,
        customer_legs.amount_minor,
        journal_entries.booked_at
    from customer_legs
    inner join journal_entries on journal_entries.ledger_entry_id = customer_legs.ledger_entry_id

)

select * from entries_beside_groups
