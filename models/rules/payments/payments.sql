{{ config(indexes=[{'columns': ['payment_id'], 'unique': true}]) }}

-- One row per payment, whatever the order and the number of its events: what was received, from whom, for which session.

with payments_gathered as (

    select * from {{ ref('payments_gathered') }}

),

sessions_of_payments as (

    select * from {{ ref('sessions_of_payments') }}

),

payment_sessions as (

    select *
    from {{ ref('stg_records__payment_sessions') }}
    where known_until_build = 9223372036854775807

),

provider_customers as (

    select *
    from {{ ref('stg_records__provider_customers') }}
    where
        known_until_build = 9223372036854775807
        and provider = 'stripe'

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

payments_with_their_owner as (

    select
        payments_gathered.payment_id,
        'stripe' as provider,
        sessions_of_payments.session_id,
        accounts.account_id,
        payments_gathered.customer_id,
        payments_gathered.currency,
        payments_gathered.last_event_id,
        payment_sessions.correlation_id,
        payment_sessions.currency as session_currency,
        payment_sessions.amount_minor as session_amount_minor,
        payments_gathered.received_exact,
        payments_gathered.event_count,
        payments_gathered.is_live,
        payments_gathered.first_event_at,
        payments_gathered.last_event_at,
        payments_gathered.paid_at
    from payments_gathered
    left join sessions_of_payments on sessions_of_payments.payment_id = payments_gathered.payment_id
    left join payment_sessions on payment_sessions.session_id = sessions_of_payments.session_id
    left join provider_customers on provider_customers.customer_id = payments_gathered.customer_id
    left join accounts on accounts.account_id = coalesce(payment_sessions.account_id, provider_customers.account_id)

),

payments_judged as (

    select
        payments_with_their_owner.*,
        -- Where live money has been seen, test money is never booked beside it.
        case
            when payments_with_their_owner.paid_at is null then 'open'
            when not payments_with_their_owner.is_live and bool_or(payments_with_their_owner.is_live) over () then 'test_mode'
            when payments_with_their_owner.received_exact is null then 'unknown_currency'
            when payments_with_their_owner.received_exact >= 9000000000000000000 then 'out_of_range'
            when payments_with_their_owner.received_exact <> trunc(payments_with_their_owner.received_exact) then 'not_whole'
            when payments_with_their_owner.account_id is null then 'unknown_customer'
            else 'received'
        end as state,
        -- Only what is understood is booked; the rest waits as a finding.
        case
            when
                payments_with_their_owner.received_exact < 9000000000000000000
                and payments_with_their_owner.received_exact = trunc(payments_with_their_owner.received_exact)
                then payments_with_their_owner.received_exact::bigint
            else 0
        end as received_minor
    from payments_with_their_owner

)

select * from payments_judged
