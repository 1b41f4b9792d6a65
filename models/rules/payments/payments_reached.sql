{{ config(materialized='view') }}

-- When payments reach their accounts: with the first word about them, and where money moved before it.

with payments as (

    select * from {{ ref('payments') }}

),

payment_movements as (

    select * from {{ ref('payment_movements') }}

),

payments_reached as (

    select payments.account_id, payments.first_event_at as reached_at
    from payments
    where payments.account_id is not null

    union all

    select payment_movements.account_id, payment_movements.happened_at as reached_at
    from payment_movements
    where payment_movements.account_id is not null

)

select * from payments_reached
