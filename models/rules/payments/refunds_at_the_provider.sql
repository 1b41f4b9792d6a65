{{ config(materialized='ephemeral') }}

-- Refunds at the provider, each with a key: the request of its payment that it names and its turn there, else its turn among refunds of its payment
-- and amount.

with provider_refunds as (

    select * from {{ ref('provider_refunds') }}

),

requests as (

    select *
    from {{ ref('requests_resolved') }}
    where kind = 'refund_request'

),

payments as (

    select * from {{ ref('payments') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

refunds_beside_their_request as (

    select
        provider_refunds.refund_id,
        provider_refunds.payment_id,
        requests.action_id as named_action_id,
        payments.account_id,
        payments.correlation_id,
        provider_refunds.currency,
        provider_refunds.status,
        provider_refunds.failure_reason,
        case
            when {{ is_meant_by_a_provider('provider_refunds.provider_amount * provider_currencies.minor_units') }}
                then trunc(provider_refunds.provider_amount * provider_currencies.minor_units)::bigint
            else 0
        end as amount_minor,
        provider_refunds.is_failed,
        provider_refunds.made_at,
        provider_refunds.told_at
    from provider_refunds
    left join requests
        on
            requests.action_id = provider_refunds.action_id
            and requests.reference = provider_refunds.payment_id
            and requests.currency = coalesce(provider_refunds.currency, requests.currency)
    left join payments on payments.payment_id = provider_refunds.payment_id
    left join provider_currencies on provider_currencies.currency = provider_refunds.currency

),

-- Of several refunds that name one request those that failed come last: what was made again for it is what became of it.
refunds_in_turn as (

    select
        refunds_beside_their_request.*,
        row_number() over (
            partition by
                refunds_beside_their_request.named_action_id,
                refunds_beside_their_request.payment_id,
                case when refunds_beside_their_request.named_action_id is null then refunds_beside_their_request.amount_minor end
            order by
                refunds_beside_their_request.named_action_id is not null and refunds_beside_their_request.is_failed,
                refunds_beside_their_request.made_at,
                refunds_beside_their_request.refund_id collate "C"
        ) as turn
    from refunds_beside_their_request

),

refunds_keyed as (

    select
        refunds_in_turn.*,
        case
            when refunds_in_turn.named_action_id is not null
                then {{ book_id(["'named'", "refunds_in_turn.named_action_id", "refunds_in_turn.turn"]) }}
            else {{ book_id(["'turn'", "refunds_in_turn.payment_id", "refunds_in_turn.amount_minor", "refunds_in_turn.turn"]) }}
        end as match_key
    from refunds_in_turn

)

select * from refunds_keyed
