-- Everything that decides about an account in one row per currency: what is left, what is overdue, what is disputed, what operators said.

with accounts as (

    select * from {{ source('current', 'accounts') }}

),

prepaid_postures as (

    select * from {{ source('current', 'prepaid_postures') }}

),

amounts_overdue as (

    select *
    from {{ ref('amounts_due_by_age') }}
    where overdue_minor is not null

),

restriction_orders as (

    select * from {{ ref('restriction_orders') }}

),

open_disputes as (

    select
        disputes.account_id,
        disputes.currency,
        sum(disputes.amount_minor) as disputed_minor,
        min(disputes.opened_at) as disputed_since
    from {{ source('current', 'disputes') }} as disputes
    where disputes.lifecycle not in ('won', 'lost', 'closed', 'test_mode')
    group by disputes.account_id, disputes.currency

),

depletions as (

    select
        outbox_events.subject_id,
        max(outbox_events.occurred_at) as depleted_since
    from {{ source('book', 'outbox_events') }} as outbox_events
    where outbox_events.event_type = 'balance_depleted'
    group by outbox_events.subject_id

),

currencies_of_accounts as (

    select accounts.account_id, accounts.currency from accounts
    union
    select prepaid_postures.account_id, prepaid_postures.currency from prepaid_postures
    union
    select amounts_overdue.account_id, amounts_overdue.currency from amounts_overdue
    union
    select open_disputes.account_id, open_disputes.currency from open_disputes

),

standings as (

    select
        currencies_of_accounts.account_id,
        currencies_of_accounts.currency,
        accounts.billing_mode,
        prepaid_postures.state as balance_state,
        prepaid_postures.depleted_action,
        prepaid_postures.has_policy,
        coalesce(prepaid_postures.dispute_policy, 'none') as dispute_policy,
        prepaid_postures.low_balance_minor,
        prepaid_postures.burn_hours,
        prepaid_postures.burn_per_hour,
        prepaid_postures.runway_hours,
        prepaid_postures.runway_hours_wanted,
        amounts_overdue.overdue_minor,
        amounts_overdue.overdue_30_days_minor,
        amounts_overdue.overdue_60_days_minor,
        amounts_overdue.overdue_90_days_minor,
        amounts_overdue.overdue_longer_minor,
        amounts_overdue.overdue_count,
        amounts_overdue.oldest_overdue_at as oldest_due_at,
        open_disputes.disputed_minor,
        open_disputes.disputed_since,
        depletions.depleted_since,
        restriction_orders.action_id as order_id,
        restriction_orders.kind as order_kind,
        restriction_orders.actor as order_actor,
        restriction_orders.reason as order_reason,
        restriction_orders.requested_at as ordered_at
    from currencies_of_accounts
    inner join accounts on accounts.account_id = currencies_of_accounts.account_id
    left join prepaid_postures
        on
            prepaid_postures.account_id = currencies_of_accounts.account_id
            and prepaid_postures.currency = currencies_of_accounts.currency
    left join amounts_overdue
        on
            amounts_overdue.account_id = currencies_of_accounts.account_id
            and amounts_overdue.currency = currencies_of_accounts.currency
    left join open_disputes
        on
            open_disputes.account_id = currencies_of_accounts.account_id
            and open_disputes.currency = currencies_of_accounts.currency
    left join depletions on depletions.subject_id = currencies_of_accounts.currency || ' of ' || currencies_of_accounts.account_id
    left join restriction_orders on restriction_orders.account_id = currencies_of_accounts.account_id

)

select * from standings
