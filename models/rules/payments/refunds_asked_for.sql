{{ config(materialized='ephemeral') }}

-- Refund requests, those that the provider is to carry out with the key that its refund has.

with requests as (

    select *
    from {{ ref('requests_resolved') }}
    where kind = 'refund_request'

),

refunds_at_the_provider as (

    select * from {{ ref('refunds_at_the_provider') }}

),

requests_beside_their_name as (

    select
        requests.*,
        requests.mode <> 'internal_credit' and coalesce(requests.decision = 'approve', false) as is_for_the_provider,
        requests.action_id in (
            select refunds_at_the_provider.named_action_id from refunds_at_the_provider where refunds_at_the_provider.named_action_id is not null
        ) as is_named
    from requests

),

requests_in_turn as (

    select
        requests_beside_their_name.*,
        row_number() over (
            partition by
                requests_beside_their_name.reference, requests_beside_their_name.amount_minor,
                requests_beside_their_name.is_for_the_provider, requests_beside_their_name.is_named
            order by requests_beside_their_name.decided_in_batch, requests_beside_their_name.decided_in_row
        ) as turn
    from requests_beside_their_name

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
