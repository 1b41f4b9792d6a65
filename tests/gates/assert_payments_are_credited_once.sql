-- If this fails, a customer would be credited twice for one payment, or not at all.

with payments as (

    select * from {{ ref('payments') }}

),

payments_to_refresh as (

    select * from {{ ref('payments_to_refresh') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

)

select
    payments.payment_id,
    payments.received_minor,
    payments_to_refresh.posted_minor
from payments
left join payments_to_refresh on payments_to_refresh.payment_id = payments.payment_id
where
    coalesce(payments_to_refresh.posted_minor, 0) <> case when payments.state = 'received' then payments.received_minor else 0 end
    and (payments.account_id is null or payments.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned))
