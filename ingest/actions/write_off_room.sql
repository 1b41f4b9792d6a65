-- What the account owes by the book, below zero, less what is to be written off already and is on its way.
select
    (
        select coalesce(sum(journal_legs.amount_minor), 0)
        from book.journal_legs
        where
            journal_legs.ledger_account = 'customer'
            and journal_legs.account_id = %(account_id)s
            and journal_legs.currency = %(currency)s
    )
    + (
        select coalesce(sum(actions.amount_minor), 0)
        from raw.actions
        where
            actions.kind = 'write_off'
            and actions.account_id = %(account_id)s
            and actions.currency = %(currency)s
            and actions.action_id <> %(action_id)s
            and not exists (
                select from raw.actions as decisions where decisions.kind = 'reject' and decisions.reference = actions.action_id
            )
            and not exists (
                select
                from book.journal_entries
                where
                    journal_entries.reference_id = actions.action_id
                    and journal_entries.reference_type = 'action'
                    and journal_entries.posting_group_id is null
            )
    ) as balance_minor;
