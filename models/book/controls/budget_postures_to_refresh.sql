{{ config(materialized='view') }}

-- Every policy with the spend of its running period; one whose account is not known waits, and is taken up when it is.

with budget_policies as (

    select * from {{ ref('stg_records__budget_policies') }}

),

running_spend as (

    select *
    from {{ ref('budget_spend') }}
    where is_running

),

policies_with_their_spend as (

    select
        budget_policies.policy_id,
        budget_policies.account_id,
        budget_policies.project_id,
        budget_policies.currency,
        budget_policies.period,
        budget_policies.action,
        case when running_spend.policy_id is null then 'waiting' else 'watched' end as state,
        case when running_spend.policy_id is null then 'unknown_account' end as reason,
        budget_policies.threshold_percents::numeric(9, 4)[] as threshold_percents,
        budget_policies.amount_minor as budget_minor,
        running_spend.spend_minor,
        running_spend.period_start,
        running_spend.period_end
    from budget_policies
    left join running_spend on running_spend.policy_id = budget_policies.policy_id

)

select * from policies_with_their_spend
