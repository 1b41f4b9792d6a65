{{ config(materialized='ephemeral') }}

-- One row per payout as its newest state tells it: what reached the bank.

with payout_states as (

    select * from {{ ref('stg_stripe__payout_states') }}

),

provider_statuses as (

    select *
    from {{ ref('provider_statuses') }}
    where
        provider = 'stripe'
        and object_type = 'payout'

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

states_ranked as (

    select
        payout_states.*,
        min(payout_states.created_at) filter (where payout_states.status = 'paid') over (partition by payout_states.payout_id) as paid_at,
        row_number() over (
            partition by payout_states.payout_id
            order by
                payout_states.created_at desc,
                coalesce(provider_statuses.step, 0) desc,
                payout_states.provider_amount desc,
                payout_states.event_id collate "C" desc
        ) as standing
    from payout_states
    left join provider_statuses on provider_statuses.status = payout_states.status

),

payouts as (

    select
        states_ranked.payout_id,
        states_ranked.currency,
        states_ranked.status,
        states_ranked.provider_amount * provider_currencies.minor_units as amount_exact,
        states_ranked.is_live,
        states_ranked.created_at as last_event_at,
        states_ranked.paid_at
    from states_ranked
    left join provider_currencies on provider_currencies.currency = states_ranked.currency
    where states_ranked.standing = 1

)

select * from payouts
