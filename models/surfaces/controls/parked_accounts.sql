-- Accounts whose groups stay as the book has them, with the finding that keeps them there.

with parked_accounts as (

    select * from {{ source('current', 'parked_accounts') }}

),

parked_accounts_for_the_reader as (

    select
        parked_accounts.account_id,
        parked_accounts.finding,
        parked_accounts.reason,
        parked_accounts.parked_by_build,
        parked_accounts.since as parked_since
    from parked_accounts
    where {{ reader_may_see('parked_accounts.account_id') }}

)

select * from parked_accounts_for_the_reader
