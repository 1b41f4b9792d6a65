-- Budgets with what the running period has come to, the threshold that was reached last, and who is told.

with budget_postures as (

    select * from {{ source('current', 'budget_postures') }}

),

budget_thresholds as (

    select * from {{ ref('budget_thresholds') }}

),

contacts as (

    select *
    from {{ source('control', 'contacts_in_force') }}
    where coalesce(role, '') <> 'house'

),

thresholds_ranked as (

    select
        budget_thresholds.*,
        row_number() over (
            partition by
                budget_thresholds.policy_id, budget_thresholds.account_id, budget_thresholds.project_id, budget_thresholds.currency,
                budget_thresholds.period, {{ month_of_period('budget_thresholds.period_start') }}
            order by budget_thresholds.last_seen_at desc, budget_thresholds.threshold_percent desc
        ) as recency
    from budget_thresholds

),

-- Contacts of the project, else of the account.
recipients as (

    select
        budget_postures.policy_id,
        array_agg(contacts.contact_id order by contacts.contact_id collate "C") filter (where contacts.project_id = budget_postures.project_id)
            as contacts_of_project,
        array_agg(contacts.contact_id order by contacts.contact_id collate "C") filter (where contacts.project_id is null) as contacts_of_account
    from budget_postures
    inner join contacts on contacts.account_id = budget_postures.account_id
    group by budget_postures.policy_id

),

budgets_with_their_latest_event as (

    select
        budget_postures.policy_id,
        budget_postures.account_id,
        budget_postures.project_id,
        budget_postures.currency,
        budget_postures.period,
        budget_postures.action,
        budget_postures.state,
        budget_postures.reason,
        cast(coalesce(recipients.contacts_of_project, recipients.contacts_of_account, array[]::text[]) as text[]) as recipients,
        budget_postures.threshold_percents,
        budget_postures.budget_minor as amount_minor,
        budget_postures.spend_minor,
        round(budget_postures.spend_minor * cast(100 as numeric(38, 18)) / budget_postures.budget_minor, 4) as spend_percent,
        thresholds_ranked.threshold_percent as latest_threshold_percent,
        thresholds_ranked.spend_minor as latest_event_spend_minor,
        coalesce(thresholds_ranked.event_count, 0) as event_count,
        budget_postures.period_start,
        budget_postures.period_end,
        thresholds_ranked.first_seen_at,
        thresholds_ranked.last_seen_at
    from budget_postures
    left join thresholds_ranked
        on
            thresholds_ranked.policy_id = budget_postures.policy_id
            and thresholds_ranked.account_id = budget_postures.account_id
            and thresholds_ranked.project_id is not distinct from budget_postures.project_id
            and thresholds_ranked.currency = budget_postures.currency
            and thresholds_ranked.period = budget_postures.period
            and {{ month_of_period('thresholds_ranked.period_start') }} = {{ month_of_period('budget_postures.period_start') }}
            and thresholds_ranked.recency = 1
    left join recipients on recipients.policy_id = budget_postures.policy_id
    where {{ reader_may_see('budget_postures.account_id') }}

)

select * from budgets_with_their_latest_event
