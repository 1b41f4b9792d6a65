{{ config(indexes=[{'columns': ['payment_id'], 'unique': true}]) }}

-- One row per payment, whatever the order and the number of its events: what was received, from whom, for which session.

with payment_events as (

    select * from {{ ref('stg_stripe__payment_events') }}

),

payment_sessions as (

    select *
    from {{ ref('stg_records__payment_sessions') }}
    where known_until_build = 9223372036854775807

),

provider_customers as (

    select *
    from {{ ref('stg_records__provider_customers') }}
    where known_until_build = 9223372036854775807

),

currencies as (

    select * from {{ ref('currencies') }}

),

provider_currency_exponents as (

    select * from {{ ref('provider_currency_exponents') }}

),

-- A paid amount comes once from the intent and once from its session: the intent's word counts, then the session's.
payment_events_ranked as (

    select
        payment_events.*,
        row_number() over (
            partition by payment_events.payment_id
            order by payment_events.provider_amount > 0 desc, payment_events.object_type = 'payment_intent' desc, payment_events.created_at desc, payment_events.event_id collate "C" desc
        ) as standing
    from payment_events

),

payments_gathered as (

    select
        payment_events_ranked.payment_id,
        max(payment_events_ranked.currency) filter (where payment_events_ranked.standing = 1) as currency,
        max(payment_events_ranked.event_id) filter (where payment_events_ranked.standing = 1) as last_event_id,
        max(payment_events_ranked.provider_amount) filter (where payment_events_ranked.standing = 1) as provider_amount,
        max(payment_events_ranked.customer_id collate "C") as customer_id,
        count(*) as event_count,
        min(payment_events_ranked.created_at) as first_event_at,
        max(payment_events_ranked.created_at) as last_event_at,
        min(payment_events_ranked.created_at) filter (where payment_events_ranked.provider_amount > 0) as paid_at
    from payment_events_ranked
    group by payment_events_ranked.payment_id

),

sessions_of_payments as (

    select
        payment_events.payment_id,
        min(payment_sessions.session_id collate "C") as session_id
    from payment_events
    inner join payment_sessions
        on
            payment_sessions.provider = 'stripe'
            and (
                payment_sessions.provider_session_id = payment_events.object_id
                or payment_sessions.provider_session_id = payment_events.payment_id
                or payment_sessions.session_id = payment_events.client_reference_id
                or payment_sessions.session_id = payment_events.metadata_session_id
            )
    group by payment_events.payment_id

),

payments_with_their_owner as (

    select
        payments_gathered.payment_id,
        'stripe' as provider,
        sessions_of_payments.session_id,
        coalesce(payment_sessions.account_id, provider_customers.account_id) as account_id,
        payments_gathered.customer_id,
        payments_gathered.currency,
        payments_gathered.last_event_id,
        payment_sessions.correlation_id,
        payment_sessions.currency as session_currency,
        payment_sessions.amount_minor as session_amount_minor,
        payments_gathered.provider_amount
        * power(10::numeric, currencies.minor_unit_exponent - coalesce(provider_currency_exponents.exponent, currencies.minor_unit_exponent)) as received_exact,
        payments_gathered.event_count,
        payments_gathered.first_event_at,
        payments_gathered.last_event_at,
        payments_gathered.paid_at
    from payments_gathered
    left join sessions_of_payments on sessions_of_payments.payment_id = payments_gathered.payment_id
    left join payment_sessions on payment_sessions.session_id = sessions_of_payments.session_id
    left join provider_customers
        on
            provider_customers.provider = 'stripe'
            and provider_customers.customer_id = payments_gathered.customer_id
    left join currencies on currencies.currency_code = payments_gathered.currency
    left join provider_currency_exponents
        on
            provider_currency_exponents.provider = 'stripe'
            and provider_currency_exponents.currency_code = payments_gathered.currency

),

payments_judged as (

    select
        payments_with_their_owner.*,
        case
            when payments_with_their_owner.paid_at is null then 'open'
            when payments_with_their_owner.received_exact is null then 'unknown_currency'
            when payments_with_their_owner.received_exact >= 9000000000000000000 then 'out_of_range'
            when payments_with_their_owner.received_exact <> trunc(payments_with_their_owner.received_exact) then 'not_whole'
            when payments_with_their_owner.account_id is null then 'unknown_customer'
            else 'received'
        end as state,
        -- Only what is understood is booked; the rest waits as a finding.
        case
            when payments_with_their_owner.received_exact < 9000000000000000000
                and payments_with_their_owner.received_exact = trunc(payments_with_their_owner.received_exact)
                then payments_with_their_owner.received_exact::bigint
            else 0
        end as received_minor
    from payments_with_their_owner

)

select * from payments_judged
