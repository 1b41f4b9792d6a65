{{ config(materialized='view') }}

-- Refunds that were asked for beside those at the provider, each once.

with refunds_asked_for as (

    select * from {{ ref('refunds_asked_for') }}

),

refunds_at_the_provider as (

    select * from {{ ref('refunds_at_the_provider') }}

),

refunds_told_by_charges as (

    select * from {{ ref('refunds_told_by_charges') }}

),

refusals as (

    select * from {{ ref('stg_stripe__refusals') }}

),

refunds_matched as (

    select
        coalesce(refunds_asked_for.action_id, refunds_at_the_provider.refund_id) as refund_id,
        refunds_asked_for.action_id,
        refunds_at_the_provider.refund_id as provider_refund_id,
        coalesce(refunds_asked_for.account_id, refunds_at_the_provider.account_id) as account_id,
        coalesce(refunds_asked_for.reference, refunds_at_the_provider.payment_id) as reference,
        coalesce(refunds_asked_for.mode, 'provider_charge') as mode,
        case
            when refunds_at_the_provider.refund_id is not null then refunds_at_the_provider.status
            when refunds_told_by_charges.action_id is not null then 'succeeded'
            when refunds_asked_for.is_for_the_provider and refusals.action_id is not null then 'refused'
            when refunds_asked_for.decision = 'approve' then 'approved'
            when refunds_asked_for.decision = 'reject' then 'rejected'
            else 'requested'
        end as status,
        coalesce(refunds_asked_for.currency, refunds_at_the_provider.currency, '') as currency,
        refunds_asked_for.actor,
        refunds_asked_for.reason,
        refunds_asked_for.decided_by,
        coalesce(
            refunds_at_the_provider.failure_reason, case when refunds_told_by_charges.action_id is null then refusals.failure_reason end
        ) as failure_reason,
        coalesce(refunds_asked_for.correlation_id, refunds_at_the_provider.correlation_id) as correlation_id,
        -- What went back, where something did.
        coalesce(
            case when not refunds_at_the_provider.is_failed then refunds_at_the_provider.amount_minor end,
            refunds_asked_for.amount_minor, refunds_at_the_provider.amount_minor, 0
        ) as amount_minor,
        refunds_asked_for.requested_at,
        refunds_asked_for.decided_at,
        coalesce(refunds_at_the_provider.told_at, refunds_told_by_charges.told_at, refusals.created_at) as told_at
    from refunds_asked_for
    full join refunds_at_the_provider on refunds_at_the_provider.match_key = refunds_asked_for.match_key
    left join refunds_told_by_charges on refunds_told_by_charges.action_id = refunds_asked_for.action_id
    left join refusals on refusals.action_id = refunds_asked_for.action_id and refunds_at_the_provider.refund_id is null

)

select * from refunds_matched
