-- Actions that need an approval, with the first decision that another actor took.

with actions as (

    select * from {{ ref('stg_records__actions') }}

),

decisions_in_order as (

    select
        requests.action_id,
        decisions.kind as decision,
        decisions.actor as decided_by,
        decisions.requested_at as decided_at,
        decisions.batch_id as decided_in_batch,
        decisions.row_number as decided_in_row,
        row_number() over (partition by requests.action_id order by decisions.batch_id, decisions.row_number) as decision_number
    from actions as requests
    inner join actions as decisions on decisions.reference = requests.action_id
    -- Whoever asked for it cannot decide on it, whichever way his word came in.
    where
        decisions.kind in ('approve', 'reject')
        and btrim(decisions.actor) <> btrim(requests.actor)

),

requests as (

    select
        actions.action_id,
        actions.kind,
        actions.account_id,
        actions.currency,
        actions.reference,
        actions.mode,
        actions.actor,
        actions.reason,
        actions.correlation_id,
        decisions_in_order.decision,
        decisions_in_order.decided_by,
        actions.amount_minor,
        decisions_in_order.decided_in_batch,
        decisions_in_order.decided_in_row,
        actions.requested_at,
        decisions_in_order.decided_at
    from actions
    left join decisions_in_order
        on
            decisions_in_order.action_id = actions.action_id
            and decisions_in_order.decision_number = 1
    where actions.kind in ('refund_request', 'correction', 'adjustment', 'admin_credit', 'write_off', 'period_reopen', 'rerate')

)

select * from requests
