-- What the provider is to do for us, from the action that asks for it to what the provider answered.

with actions as (

    select * from {{ source('raw', 'actions') }}

),

outbox as (

    select *
    from {{ source('control', 'outbox') }}
    where subject_type = 'provider_request'

),

outbox_deliveries as (

    select * from {{ source('control', 'outbox_deliveries') }}

),

stripe_events as (

    select * from {{ source('raw', 'stripe_events') }}

),

actions_for_the_provider as (

    select actions.*
    from actions
    where
        (actions.kind = 'refund_request' and actions.mode <> 'internal_credit')
        or actions.kind in ('dispute_evidence', 'checkout_session', 'invoice_payment', 'portal_session')

),

-- The attempt that settled it, else the last one.
attempts_in_order as (

    select
        outbox_deliveries.*,
        count(*) over (partition by outbox_deliveries.outbox_event_id) as attempt_count,
        row_number() over (
            partition by outbox_deliveries.outbox_event_id
            order by (outbox_deliveries.outcome = 'failed'), outbox_deliveries.attempt_number desc
        ) as standing
    from outbox_deliveries

),

requests as (

    select
        actions_for_the_provider.action_id,
        coalesce(outbox.account_id, actions_for_the_provider.account_id) as account_id,
        actions_for_the_provider.kind as request,
        case
            when outbox.outbox_event_id is null then 'waiting'
            when attempts_in_order.outcome is null then 'pending'
            when attempts_in_order.outcome = 'failed' then 'retrying'
            when attempts_in_order.outcome = 'delivered' and attempts_in_order.answer_event_id is null then 'handed_over'
            when attempts_in_order.outcome = 'delivered' then 'carried_out'
            else attempts_in_order.outcome
        end as state,
        actions_for_the_provider.reference,
        actions_for_the_provider.currency,
        actions_for_the_provider.amount_minor,
        case when attempts_in_order.outcome = 'delivered' then stripe_events.object_id end as provider_object_id,
        stripe_events.body #>> '{data,object,url}' as redirect_url,
        attempts_in_order.error as last_error,
        actions_for_the_provider.actor,
        actions_for_the_provider.reason,
        actions_for_the_provider.correlation_id,
        outbox.outbox_event_id,
        attempts_in_order.answer_event_id,
        coalesce(attempts_in_order.attempt_count, 0) as attempt_count,
        actions_for_the_provider.requested_at,
        outbox.occurred_at as asked_at,
        attempts_in_order.attempted_at as last_attempt_at
    from actions_for_the_provider
    left join outbox on outbox.subject_id = actions_for_the_provider.action_id
    left join attempts_in_order
        on
            attempts_in_order.outbox_event_id = outbox.outbox_event_id
            and attempts_in_order.standing = 1
    left join stripe_events on stripe_events.event_id = attempts_in_order.answer_event_id
    where {{ reader_may_see('coalesce(outbox.account_id, actions_for_the_provider.account_id)') }}

)

select * from requests
