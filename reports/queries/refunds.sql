-- Refunds, asked for or made at the provider, the newest first.
select
    coalesce(refunds.refund_id, refunds.action_id) as refund_id,
    refunds.account_id,
    refunds.status,
    refunds.mode,
    refunds.reference,
    refunds.currency,
    refunds.amount_minor,
    case when refunds.ledger_entry_id is null then 'no' else 'yes' end as is_booked,
    refunds.actor,
    refunds.decided_by,
    refunds.reason,
    coalesce(refunds.requested_at, refunds.told_at) as asked_at
from billing.refunds
order by asked_at desc nulls last, refund_id collate "C"
