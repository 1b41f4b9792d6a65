-- Every leg of every journal entry, the house's accounts too, with what the account came to after it.

with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

legs_with_their_entries as (

    select
        journal_entries.ledger_entry_id,
        journal_legs.leg_number,
        journal_entries.booked_at,
        journal_entries.entry_type,
        journal_legs.ledger_account,
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor,
        cast(sum(journal_legs.amount_minor) over (
            partition by journal_legs.ledger_account, journal_legs.account_id, journal_legs.currency
            order by journal_entries.booked_at, journal_entries.ledger_entry_id, journal_legs.leg_number
        ) as numeric(38, 0)) as balance_minor,
        journal_entries.reference_type,
        journal_entries.reference_id,
        journal_entries.service_period_start,
        journal_entries.service_period_end,
        journal_entries.booking_period_start,
        journal_entries.build_number,
        journal_entries.usage_account_id,
        journal_entries.corrects_entry_id,
        journal_entries.actor,
        journal_entries.reason,
        journal_entries.correlation_id
    from journal_legs
    inner join journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where {{ reader_may_see('journal_legs.account_id') }}

)

select * from legs_with_their_entries
