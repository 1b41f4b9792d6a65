{{ config(materialized='ephemeral') }}

-- What was received and given back of each payment, in minor units of its currency whatever decimals the provider counts in.

with payments_told as (

    select * from {{ ref('payments_told') }}

),

payment_refunds as (

    select * from {{ ref('payment_refunds') }}

),

payments_in_minor_units as (

    select
        payments_told.payment_id,
        payments_told.customer_id,
        payments_told.currency,
        payments_told.last_event_id,
        payments_told.captured_amount * payments_told.minor_units as received_exact,
        coalesce(payment_refunds.meant_exact + payment_refunds.not_meant_exact, 0) as refunded_exact,
        coalesce(payment_refunds.not_meant_exact, 0) as refund_not_meant_exact,
        payments_told.event_count,
        payments_told.is_live,
        payments_told.is_over,
        payments_told.is_under_way,
        payments_told.first_event_at,
        payments_told.last_event_at,
        payments_told.paid_at,
        least(payment_refunds.first_made_at, payments_told.refunded_at) as refunded_at
    from payments_told
    left join payment_refunds on payment_refunds.payment_id = payments_told.payment_id

)

select * from payments_in_minor_units
