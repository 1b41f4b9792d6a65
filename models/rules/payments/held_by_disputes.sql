{{ config(materialized='ephemeral') }}

-- Money that the card holder has already got back through the bank: it is not given back twice.

with payment_disputes as (

    select *
    from {{ ref('payment_disputes') }}
    where is_bookable

),

held_by_disputes as (

    select
        payment_disputes.payment_id,
        sum(payment_disputes.withdrawn_exact - payment_disputes.reinstated_exact) as amount_minor
    from payment_disputes
    group by payment_disputes.payment_id

)

select * from held_by_disputes
