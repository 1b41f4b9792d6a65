-- Provider events beside the sessions recorded before the redirect, and beside the journal: what fits nowhere.

with payments_to_refresh as (

    select * from {{ ref('payments_to_refresh') }}

),

payments as (

    select * from {{ ref('payments') }}

),

payments_with_both_sides as (

    select
        payments.payment_id,
        payments.account_id,
        payments.session_id,
        payments.customer_account_id,
        payments.session_currency,
        payments.session_amount_minor,
        payments.currency,
        payments.state,
        payments.received_minor,
        payments_to_refresh.posted_minor
    from payments
    inner join payments_to_refresh on payments_to_refresh.payment_id = payments.payment_id

),

offenders_beside_sessions as (

    select
        'stripe_to_sessions' as check_name,
        payments_with_both_sides.account_id,
        payments_with_both_sides.payment_id as subject,
        case
            when payments_with_both_sides.session_id is null then 'payment_without_session'
            when payments_with_both_sides.session_currency <> payments_with_both_sides.currency then 'payment_currency_differs'
            when payments_with_both_sides.customer_account_id <> payments_with_both_sides.account_id then 'payment_customer_differs'
            else 'payment_amount_differs'
        end as reason_code,
        payments_with_both_sides.currency,
        (payments_with_both_sides.received_minor - coalesce(payments_with_both_sides.session_amount_minor, 0))::numeric as amount_minor,
        1 as record_count
    from payments_with_both_sides
    where
        payments_with_both_sides.state not in ('open', 'test_mode')
        and (
            payments_with_both_sides.session_id is null
            or payments_with_both_sides.session_currency <> payments_with_both_sides.currency
            or payments_with_both_sides.customer_account_id <> payments_with_both_sides.account_id
            or payments_with_both_sides.session_amount_minor <> payments_with_both_sides.received_minor
        )

),

offenders_beside_the_journal as (

    select
        'payments_to_journal' as check_name,
        payments_with_both_sides.account_id,
        payments_with_both_sides.payment_id as subject,
        case
            when payments_with_both_sides.state = 'received' then 'not_booked'
            when payments_with_both_sides.state = 'test_mode' then 'payment_in_test_mode'
            when payments_with_both_sides.state = 'unknown_currency' then 'payment_currency_unknown'
            when payments_with_both_sides.state = 'unknown_customer' then 'payment_without_account'
            else 'payment_amount_unusable'
        end as reason_code,
        payments_with_both_sides.currency,
        (payments_with_both_sides.received_minor - payments_with_both_sides.posted_minor)::numeric as amount_minor,
        1 as record_count
    from payments_with_both_sides
    where
        payments_with_both_sides.state not in ('open', 'received')
        or payments_with_both_sides.received_minor <> payments_with_both_sides.posted_minor

),

offenders_united as (

    select * from offenders_beside_sessions
    union all
    select * from offenders_beside_the_journal

)

select * from offenders_united
