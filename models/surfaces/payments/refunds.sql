-- Refunds that were asked for and refunds at the provider, each once, with where it stands.

with refunds as (

    select
        refunds.refund_id,
        refunds.account_id,
        refunds.status,
        refunds.mode,
        refunds.reference,
        refunds.amount_minor,
        refunds.currency,
        refunds.action_id,
        refunds.provider_refund_id,
        refunds.ledger_entry_id,
        refunds.actor,
        refunds.reason,
        refunds.decided_by,
        refunds.failure_reason,
        refunds.correlation_id,
        refunds.requested_at,
        refunds.decided_at,
        refunds.told_at
    from {{ source('current', 'refunds') }} as refunds
    where {{ reader_may_see('refunds.account_id') }}

)

select * from refunds
