-- A reader is answered from the budgets he sees: a foreign account and an unknown one have none, and look the same.

select
    case
        when bool_or(budget_posture.spend_minor + coalesce(budget_decision.amount_minor, 0)::numeric > budget_posture.amount_minor) then 'would_block'
        when
            bool_or(
                (budget_posture.spend_minor + coalesce(budget_decision.amount_minor, 0)::numeric) * 100
                >= any(
                    select threshold_percent * budget_posture.amount_minor
                    from unnest(budget_posture.threshold_percents) as thresholds (threshold_percent)
                )
            ) then 'warn'
        else 'allow'
    end as decision
from {{ ref('budget_posture').include(database=false) }} as budget_posture
where
    budget_posture.account_id = budget_decision.account
    and budget_posture.currency = budget_decision.currency
    and (budget_posture.project_id is null or budget_posture.project_id = budget_decision.project)
