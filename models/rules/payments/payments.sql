{{ config(indexes=[{'columns': ['payment_id'], 'unique': true}]) }}

-- One row per payment, whatever the order and the number of its events: what was received and given back, from whom, for which session.

with payment_owners as (

    select * from {{ ref('payment_owners') }}

),

modes_seen as (

    select * from {{ ref('stg_stripe__modes') }}

),

payments_judged as (

    select
        payment_owners.*,
        -- Where live money has been seen, test money is never booked beside it.
        case
            when payment_owners.paid_at is null then 'open'
            when not payment_owners.is_live and modes_seen.has_live then 'test_mode'
            when payment_owners.received_exact is null then 'unknown_currency'
            when payment_owners.received_exact <= 0 or not {{ is_meant_by_a_provider('payment_owners.received_exact') }} then 'out_of_range'
            when payment_owners.received_exact <> trunc(payment_owners.received_exact) then 'not_whole'
            when payment_owners.account_id is null then 'unknown_customer'
            else 'received'
        end as state
    from payment_owners
    cross join modes_seen

),

-- Only what is understood is booked; the rest waits as a finding. More than was received, and what cannot be meant, is never taken from a customer
-- as given back.
payments_in_whole_units as (

    select
        payments_judged.payment_id,
        'stripe' as provider,
        payments_judged.session_id,
        payments_judged.account_id,
        payments_judged.customer_id,
        payments_judged.customer_account_id,
        payments_judged.currency,
        payments_judged.last_event_id,
        payments_judged.correlation_id,
        payments_judged.session_currency,
        payments_judged.session_amount_minor,
        payments_judged.received_exact,
        payments_judged.refunded_exact,
        payments_judged.event_count,
        payments_judged.is_live,
        payments_judged.is_over,
        payments_judged.is_under_way,
        payments_judged.first_event_at,
        payments_judged.last_event_at,
        payments_judged.paid_at,
        payments_judged.refunded_at,
        payments_judged.state,
        case
            when
                payments_judged.received_exact > 0
                and {{ is_meant_by_a_provider('payments_judged.received_exact') }}
                and payments_judged.received_exact = trunc(payments_judged.received_exact)
                then payments_judged.received_exact::bigint
            else 0
        end as received_minor,
        case
            when payments_judged.state in ('received', 'unknown_customer')
                then trunc(least(payments_judged.refunded_exact - payments_judged.refund_not_meant_exact, payments_judged.received_exact))::bigint
            else 0
        end as refunded_minor
    from payments_judged

)

select * from payments_in_whole_units
