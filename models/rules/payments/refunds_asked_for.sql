{{ config(materialized='ephemeral') }}

-- Refund requests, those that the provider is to carry out with the key that its refund has.

with requests as (

    select *
    from {{ ref('requests_resolved') }}
    where kind = 'refund_request'

),

provider_refunds as (

    select * from {{ ref('provider_refunds') }}

),

requests_in_turn as (

    select
        requests.*,
        requests.mode <> 'internal_credit' and coalesce(requests.decision = 'approve', false) as is_for_the_provider,
        requests.action_id in (select provider_refunds.action_id from provider_refunds where provider_refunds.action_id is not null) as is_named,
        row_number() over (
            partition by
                requests.reference, requests.amount_minor, requests.mode <> 'internal_credit' and coalesce(requests.decision = 'approve', false),
                requests.action_id in (select provider_refunds.action_id from provider_refunds where provider_refunds.action_id is not null)
            order by requests.decided_in_batch, requests.decided_in_row
        ) as turn
    from requests

),

requests_keyed as (

    select
        requests_in_turn.*,
        case
            when not requests_in_turn.is_for_the_provider then null
            when requests_in_turn.is_named then {{ book_id(["'named'", "requests_in_turn.action_id", "1"]) }}
            else {{ book_id(["'turn'", "requests_in_turn.reference", "requests_in_turn.amount_minor", "requests_in_turn.turn"]) }}
        end as match_key
    from requests_in_turn

)

select * from requests_keyed
