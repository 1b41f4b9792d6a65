-- The customer's legs of the journal, signed as the customer sees them: below zero means owes.

with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

customer_legs_with_their_entries as (

    select
        journal_legs.ledger_entry_id,
        journal_legs.account_id,
        journal_legs.currency,
        journal_entries.entry_type,
        journal_legs.amount_minor,
        journal_entries.reference_type,
        journal_entries.reference_id,
        journal_entries.service_period_start,
        journal_entries.service_period_end,
        journal_entries.booking_period_start,
        journal_entries.booked_at,
        journal_entries.build_number,
        journal_entries.usage_account_id,
        journal_entries.posting_group_id,
        journal_entries.corrects_entry_id,
        journal_entries.actor,
        journal_entries.reason,
        journal_entries.correlation_id,
        journal_entries.entry_number,
        journal_legs.leg_number
    from journal_legs
    inner join journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where
        journal_legs.ledger_account = 'customer'
        and {{ reader_may_see('journal_legs.account_id') }}

)

select * from customer_legs_with_their_entries
