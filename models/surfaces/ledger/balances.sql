-- What an account has or owes, one row per currency; no currency is ever added to another. Below zero means owes.

with journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

-- An account that nothing was booked for has a balance too: zero, in its own currency.
amounts as (

    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor
    from journal_legs
    where journal_legs.ledger_account = 'customer'

    union all

    select
        default_accounts.account_id,
        default_accounts.currency,
        0 as amount_minor
    from {{ source('current', 'accounts') }} as default_accounts

),

amounts_summed as (

    select
        amounts.account_id,
        amounts.currency,
        cast(sum(amounts.amount_minor) as bigint) as balance_minor
    from amounts
    where {{ reader_may_see('amounts.account_id') }}
    group by amounts.account_id, amounts.currency

),

balances as (

    select
        amounts_summed.account_id,
        amounts_summed.currency,
        amounts_summed.balance_minor,
        cast(0 as bigint) as unbilled_tax_minor,
        amounts_summed.balance_minor as available_minor,
        coalesce(accounts.currency = amounts_summed.currency, false) as is_default_currency
    from amounts_summed
    left join accounts on accounts.account_id = amounts_summed.account_id

)

select * from balances
