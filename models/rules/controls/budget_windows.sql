-- The periods of each budget that this build looks at: the one that runs, and each whose spend this build moves. They are made of the months that
-- the account is billed by: a change of its time zone moves no spend into another budget, and nothing that was told is told again.

with build as (

    select * from {{ ref('stg_control__build') }}

),

budget_policies as (

    select * from {{ ref('stg_records__budget_policies') }}

),

budget_months as (

    select * from {{ ref('budget_months') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

months_moved as (

    select distinct
        group_totals_to_book.account_id,
        group_totals_to_book.currency,
        {{ month_of_period('group_totals_to_book.service_period_start') }} as month_start
    from group_totals_to_book
    where
        group_totals_to_book.has_changed
        or group_totals_to_book.target_minor <> group_totals_to_book.posted_minor

),

policy_months as (

    select
        budget_policies.policy_id,
        budget_policies.account_id,
        budget_policies.project_id,
        budget_policies.currency,
        budget_policies.period,
        budget_policies.amount_minor,
        budget_policies.threshold_percents,
        budget_months.billing_timezone,
        budget_months.is_running or months_moved.month_start is not null as is_looked_at,
        date_trunc(budget_policies.period, budget_months.month_start) as first_month,
        budget_months.month_start,
        budget_months.billed_from,
        budget_months.billed_until,
        date_trunc(budget_policies.period, budget_months.month_start)
        + case budget_policies.period when 'month' then interval '1 month' when 'quarter' then interval '3 months' else interval '1 year' end
            as next_month
    from budget_policies
    inner join budget_months on budget_months.account_id = budget_policies.account_id
    left join months_moved
        on
            months_moved.account_id = budget_policies.account_id
            and months_moved.currency = budget_policies.currency
            and months_moved.month_start = budget_months.month_start

),

-- Months that are not billed begin at midnight of the account, in the time zone of the one next to them.
windows as (

    select
        policy_months.policy_id,
        policy_months.account_id,
        policy_months.project_id,
        policy_months.currency,
        policy_months.period,
        policy_months.amount_minor,
        policy_months.threshold_percents,
        case
            when min(policy_months.month_start) = policy_months.first_month then min(policy_months.billed_from)
            else policy_months.first_month at time zone (array_agg(policy_months.billing_timezone order by policy_months.month_start))[1]
        end as period_start,
        coalesce(
            (array_agg(policy_months.billed_until order by policy_months.month_start desc))[1],
            policy_months.next_month at time zone (array_agg(policy_months.billing_timezone order by policy_months.month_start desc))[1]
        ) as period_end
    from policy_months
    group by
        policy_months.policy_id, policy_months.account_id, policy_months.project_id, policy_months.currency, policy_months.period,
        policy_months.amount_minor, policy_months.threshold_percents, policy_months.first_month, policy_months.next_month
    having bool_or(policy_months.is_looked_at)

)

select
    windows.*,
    windows.period_start <= build.as_of and windows.period_end > build.as_of as is_running
from windows
cross join build
