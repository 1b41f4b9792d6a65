{{ config(materialized='ephemeral') }}

-- Whose each payment is: an operator's link, the session recorded before the redirect, or the customer at the provider, in this order.

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

customer_links as (

    select * from {{ ref('customer_links') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

payment_owners as (

    select
        payments_gathered.*,
        sessions_of_payments.session_id,
        accounts.account_id,
        case when links_of_payments.account_id is null then coalesce(links_of_customers.account_id, provider_customers.account_id) end
            as customer_account_id,
        payment_sessions.correlation_id,
        payment_sessions.currency as session_currency,
        payment_sessions.amount_minor as session_amount_minor
    from payments_gathered
    left join sessions_of_payments on sessions_of_payments.payment_id = payments_gathered.payment_id
    left join payment_sessions on payment_sessions.session_id = sessions_of_payments.session_id
    left join provider_customers on provider_customers.customer_id = payments_gathered.customer_id
    left join customer_links as links_of_customers
        on
            links_of_customers.reference = payments_gathered.customer_id
            and links_of_customers.kind = 'link_customer'
    left join customer_links as links_of_payments
        on
            links_of_payments.reference = payments_gathered.payment_id
            and links_of_payments.kind = 'link_payment'
    left join accounts
        on
            accounts.account_id
            = coalesce(links_of_payments.account_id, payment_sessions.account_id, links_of_customers.account_id, provider_customers.account_id)

)

select * from payment_owners
