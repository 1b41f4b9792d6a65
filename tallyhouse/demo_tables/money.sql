-- What happened to money beside the usage: a line for each event, with what it did to the balance of its account.
with payments as (
    select payment_sessions.payment_id, payment_sessions.account_id, payment_sessions.received_currency, payment_sessions.received_minor,
        payment_sessions.posted_minor, payment_sessions.first_event_at
    from finance.payment_sessions
    where
        payment_sessions.payment_id in (select refunds.reference from billing.refunds)
        or payment_sessions.payment_id in (select disputes.payment_id from finance.disputes)
),

crossings as (
    select distinct on (budget_thresholds.policy_id, budget_thresholds.period_start)
        budget_thresholds.*
    from billing.budget_thresholds
    order by budget_thresholds.policy_id, budget_thresholds.period_start, budget_thresholds.threshold_percent desc
),

events as (
    select
        payments.first_event_at as happened_at, payments.account_id, payments.received_currency as currency,
        'payment, begun then and received' as event, payments.received_minor as amount_minor, payments.posted_minor as balance_change_minor
    from payments

    union all

    select
        refunds.told_at, refunds.account_id, refunds.currency,
        case when refunds.amount_minor < payments.received_minor then 'part given back: ' else 'given back: ' end
        || refunds.status || concat(', asked for by ' || refunds.actor, ', approved by ' || refunds.decided_by),
        refunds.amount_minor, case when refunds.status in ('pending', 'succeeded') then -refunds.amount_minor else 0 end
    from billing.refunds
    left join payments on payments.payment_id = refunds.reference

    union all

    select
        disputes.last_event_at, disputes.account_id, disputes.currency,
        'dispute ' || replace(disputes.state, '_', ' ')
        || case when disputes.withdrawn_minor = 0 then '' when disputes.reinstated_minor = 0 then ': taken' else ': taken and given back' end,
        disputes.amount_minor, disputes.reinstated_minor - disputes.withdrawn_minor
    from finance.disputes

    union all

    select
        crossings.last_seen_at, crossings.account_id, crossings.currency,
        'budget crossed at ' || trim_scale(crossings.threshold_percent) || ' percent: spent', crossings.spend_minor, 0
    from crossings

    union all

    select
        outbox.occurred_at, delinquency.account_id, delinquency.currency,
        'balance depleted: ' || delinquency.action, delinquency.available_minor, 0
    from finance.delinquency
    inner join lateral (
        select max(outbox.occurred_at) as occurred_at
        from operations.outbox
        where outbox.event_type = 'balance_depleted' and outbox.account_id = delinquency.account_id
    ) as outbox on true
    where delinquency.state = 'depleted'
)

select events.*
from events
order by events.account_id, events.happened_at, events.event
