with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

-- The leg in the provider's clearing account is what is left over: the others say what the entry is about.
provider_legs as (

    select
        journal_legs.ledger_entry_id,
        journal_entries.build_number,
        journal_entries.entry_type,
        journal_entries.reference_type,
        journal_entries.reference_id,
        journal_legs.ledger_account,
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor,
        -- The house has no periods: a fee that stands in a customer's entry is not of his period.
        case when journal_legs.account_id is not null then journal_entries.service_period_start end as service_period_start
    from journal_legs
    inner join journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where
        journal_entries.reference_type in ('payment', 'dispute', 'payout', 'balance_transaction')
        and journal_legs.ledger_account <> 'provider_clearing'

)

select * from provider_legs
