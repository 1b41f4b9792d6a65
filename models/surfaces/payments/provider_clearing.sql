-- What a provider holds of ours, by what moved it: the balance is zero once everything captured was paid out or given back.

with journal_legs as (

    select
        journal_legs.currency,
        journal_entries.entry_type,
        -journal_legs.amount_minor as amount_minor
    from {{ source('book', 'journal_legs') }} as journal_legs
    inner join {{ source('book', 'journal_entries') }} as journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where
        journal_legs.ledger_account = 'provider_clearing'
        and {{ reader_may_see('null') }}

),

movements_summed as (

    select
        journal_legs.currency,
        journal_legs.entry_type,
        count(*) as entry_count,
        sum(journal_legs.amount_minor)::bigint as amount_minor
    from journal_legs
    group by journal_legs.currency, journal_legs.entry_type

),

movements_beside_the_balance as (

    select
        movements_summed.currency,
        movements_summed.entry_type,
        movements_summed.entry_count,
        movements_summed.amount_minor,
        (sum(movements_summed.amount_minor) over (partition by movements_summed.currency))::bigint as balance_minor
    from movements_summed

)

select * from movements_beside_the_balance
