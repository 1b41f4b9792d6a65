{{ config(materialized='ephemeral') }}

-- The events of a payment as one, with the amount in minor units of its currency whatever decimals the provider counts in.

with payment_events_ranked as (

    select * from {{ ref('payment_events_ranked') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

provider_currency_exponents as (

    select *
    from {{ ref('provider_currency_exponents') }}
    where provider = 'stripe'

),

events_gathered as (

    select
        payment_events_ranked.payment_id,
        max(payment_events_ranked.customer_id collate "C") as customer_id,
        max(payment_events_ranked.currency) filter (where payment_events_ranked.standing = 1) as currency,
        max(payment_events_ranked.event_id) filter (where payment_events_ranked.standing = 1) as last_event_id,
        max(payment_events_ranked.provider_amount) filter (where payment_events_ranked.standing = 1) as provider_amount,
        count(*) as event_count,
        bool_or(payment_events_ranked.is_live) as is_live,
        min(payment_events_ranked.created_at) as first_event_at,
        max(payment_events_ranked.created_at) as last_event_at,
        min(payment_events_ranked.created_at) filter (where payment_events_ranked.provider_amount > 0) as paid_at
    from payment_events_ranked
    group by payment_events_ranked.payment_id

),

payments_in_minor_units as (

    select
        events_gathered.payment_id,
        events_gathered.customer_id,
        events_gathered.currency,
        events_gathered.last_event_id,
        events_gathered.provider_amount * power(
            10::numeric, currencies.minor_unit_exponent - coalesce(provider_currency_exponents.exponent, currencies.minor_unit_exponent)
        ) as received_exact,
        events_gathered.event_count,
        events_gathered.is_live,
        events_gathered.first_event_at,
        events_gathered.last_event_at,
        events_gathered.paid_at
    from events_gathered
    left join currencies on currencies.currency_code = events_gathered.currency
    left join provider_currency_exponents on provider_currency_exponents.currency_code = events_gathered.currency

)

select * from payments_in_minor_units
