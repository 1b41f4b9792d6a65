-- Thresholds that spend has reached, the newest first.
select
    budget_thresholds.policy_id,
    budget_thresholds.account_id,
    budget_thresholds.project_id,
    budget_thresholds.period,
    budget_thresholds.period_start,
    budget_thresholds.threshold_percent,
    budget_thresholds.currency,
    budget_thresholds.budget_minor,
    budget_thresholds.spend_minor,
    budget_thresholds.event_count,
    budget_thresholds.first_seen_at,
    budget_thresholds.last_seen_at
from billing.budget_thresholds
order by
    budget_thresholds.last_seen_at desc,
    budget_thresholds.policy_id collate "C",
    budget_thresholds.period_start desc,
    budget_thresholds.threshold_percent desc
