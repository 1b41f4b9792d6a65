-- Budgets and what their running period has come to: the most spent of its budget first.
select
    budget_posture.policy_id,
    budget_posture.account_id,
    budget_posture.project_id,
    budget_posture.period,
    budget_posture.state,
    budget_posture.reason,
    budget_posture.currency,
    budget_posture.amount_minor,
    budget_posture.spend_minor,
    budget_posture.spend_percent,
    budget_posture.latest_threshold_percent,
    cardinality(budget_posture.recipients) as recipient_count,
    budget_posture.period_start,
    budget_posture.period_end,
    budget_posture.last_seen_at
from billing.budget_posture
order by budget_posture.spend_percent desc nulls last, budget_posture.policy_id collate "C"
