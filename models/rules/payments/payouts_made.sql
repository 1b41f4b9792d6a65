{{ config(materialized='ephemeral') }}

-- What went to the bank with each payout: as the payout itself tells, else its balance transactions.

with payouts as (

    select * from {{ ref('payouts') }}

),

provider_fees as (

    select * from {{ ref('provider_fees') }}

),

modes_seen as (

    select * from {{ ref('stg_stripe__modes') }}

),

payouts_united as (

    select
        payouts.payout_id,
        payouts.currency,
        case when payouts.status = 'paid' then payouts.amount_exact else 0 end as amount_exact
    from payouts
    cross join modes_seen
    where payouts.is_live or not modes_seen.has_live

    union all

    select
        provider_fees.source_id as payout_id,
        provider_fees.currency,
        -sum(provider_fees.amount_exact) as amount_exact
    from provider_fees
    cross join modes_seen
    where
        provider_fees.transaction_type in ('payout', 'payout_failure', 'payout_cancel')
        and provider_fees.source_id is not null
        and provider_fees.source_id not in (select payouts.payout_id from payouts)
        and (provider_fees.is_live or not modes_seen.has_live)
    group by provider_fees.source_id, provider_fees.currency

)

select * from payouts_united
