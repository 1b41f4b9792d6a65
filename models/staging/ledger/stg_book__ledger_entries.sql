with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

-- The customer leg of an entry is what the customer sees of it.
customer_legs as (

    select
        journal_legs.ledger_entry_id,
        journal_legs.account_id,
        journal_legs.currency,
        sum(journal_legs.amount_minor)::bigint as amount_minor
    from journal_legs
    where journal_legs.ledger_account = 'customer'
    group by journal_legs.ledger_entry_id, journal_legs.account_id, journal_legs.currency

),

ledger_entries as (

    select
        journal_entries.*,
        customer_legs.account_id,
        customer_legs.currency,
        customer_legs.amount_minor
    from journal_entries
    inner join customer_legs on customer_legs.ledger_entry_id = journal_entries.ledger_entry_id

)

select * from ledger_entries
