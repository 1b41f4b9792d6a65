{{ config(materialized='view') }}

-- What the provider is asked for, once for each action. Nothing is booked here: the book follows what the provider answers.

with refunds_to_ask_for as (

    select * from {{ ref('refunds_to_ask_for') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

disputes as (

    select * from {{ ref('payment_disputes') }}

),

outbox_events as (

    select *
    from {{ ref('stg_book__outbox_events') }}
    where subject_type = 'provider_request'

),

requests_united as (

    select
        'refund_requested' as event_type,
        refunds_to_ask_for.action_id,
        refunds_to_ask_for.account_id,
        jsonb_build_object(
            'payment_id', refunds_to_ask_for.payment_id, 'currency', refunds_to_ask_for.currency, 'mode', refunds_to_ask_for.mode,
            'amount_minor', refunds_to_ask_for.amount_minor, 'provider_amount', trim_scale(refunds_to_ask_for.provider_amount)::text
        ) as payload
    from refunds_to_ask_for
    where refunds_to_ask_for.is_usable

    union all

    select
        'evidence_submitted' as event_type,
        actions.action_id,
        disputes.account_id,
        jsonb_build_object('dispute_id', disputes.dispute_id, 'text', actions.reason) as payload
    from actions
    inner join disputes on disputes.dispute_id = actions.reference
    where
        actions.kind = 'dispute_evidence'
        and coalesce(actions.account_id = disputes.account_id, true)
        and coalesce(disputes.lifecycle, 'opened') not in ('won', 'lost', 'closed')

    union all

    select * from {{ ref('sessions_to_ask_for') }}

)

select
    requests_united.event_type,
    requests_united.account_id,
    null::text as project_id,
    'provider_request' as subject_type,
    requests_united.action_id as subject_id,
    1 as event_number,
    requests_united.payload || '{"provider": "stripe"}'::jsonb as payload
from requests_united
where requests_united.action_id not in (select outbox_events.subject_id from outbox_events)
