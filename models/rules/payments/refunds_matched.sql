{{ config(materialized='ephemeral') }}

-- Refunds that were asked for beside those at the provider, each once.

with refunds_asked_for as (

    select * from {{ ref('refunds_asked_for') }}

),

refunds_at_the_provider as (

    select * from {{ ref('refunds_at_the_provider') }}

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
            when refunds_asked_for.decision = 'approve' then 'approved'
            when refunds_asked_for.decision = 'reject' then 'rejected'
            else 'requested'
        end as status,
        coalesce(refunds_asked_for.currency, refunds_at_the_provider.currency, '') as currency,
        refunds_asked_for.actor,
        refunds_asked_for.reason,
        refunds_asked_for.decided_by,
        coalesce(refunds_asked_for.correlation_id, refunds_at_the_provider.correlation_id) as correlation_id,
        coalesce(refunds_asked_for.amount_minor, refunds_at_the_provider.amount_minor, 0) as amount_minor,
        refunds_asked_for.requested_at,
        refunds_asked_for.decided_at,
        refunds_at_the_provider.told_at
    from refunds_asked_for
    full join refunds_at_the_provider on refunds_at_the_provider.match_key = refunds_asked_for.match_key

)

select * from refunds_matched
