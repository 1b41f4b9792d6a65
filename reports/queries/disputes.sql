-- Disputes: those that still run first, by when their evidence is due.
select
    disputes.dispute_id,
    disputes.account_id,
    disputes.state,
    disputes.reason,
    disputes.currency,
    disputes.amount_minor,
    disputes.withdrawn_minor,
    disputes.fee_minor,
    disputes.reinstated_minor,
    case when disputes.has_evidence then 'yes' else 'no' end as has_evidence,
    disputes.evidence_due_at,
    disputes.opened_at
from finance.disputes
order by disputes.state in ('won', 'lost', 'closed', 'test_mode'), disputes.evidence_due_at nulls last, disputes.dispute_id collate "C"
