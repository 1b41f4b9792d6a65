-- If this fails, a customer would be credited twice for one payment, or not at all.

with payments as (

    select * from {{ ref('payments') }}

),

payments_to_refresh as (

    select * from {{ ref('payments_to_refresh') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

ledger_entries as (

    select *
    from {{ ref('stg_book__ledger_entries') }}
    where reference_type = 'payment' and entry_type = 'stripe_credit'

),

-- While an account is parked, its payments stay as the book has them, also those that are to leave it.
payments_of_parked_accounts as (

    select ledger_entries.reference_id as payment_id
    from ledger_entries
    inner join parked_accounts_planned on parked_accounts_planned.account_id = ledger_entries.account_id
    group by ledger_entries.reference_id
    having sum(ledger_entries.amount_minor) <> 0

    union all

    select payments.payment_id
    from payments
    inner join parked_accounts_planned on parked_accounts_planned.account_id = payments.account_id

)

select
    payments.payment_id,
    payments.received_minor,
    payments_to_refresh.posted_minor
from payments
left join payments_to_refresh on payments_to_refresh.payment_id = payments.payment_id
where
    coalesce(payments_to_refresh.posted_minor, 0) <> case when payments.state = 'received' then payments.received_minor else 0 end
    and payments.payment_id not in (select payments_of_parked_accounts.payment_id from payments_of_parked_accounts)
