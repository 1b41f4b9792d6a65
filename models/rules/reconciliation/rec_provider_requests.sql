{{ config(materialized='ephemeral') }}

-- What a provider was asked for and has not done: the relay has given up, or it was refused. Until the provider's own word shows that it was done,
-- the bank has decided, or the same is asked for again. A refused refund is told beside the other failed ones.

with provider_attempts as (

    select *
    from {{ ref('stg_control__provider_attempts') }}
    where outcome = 'dead'

),

outbox_events as (

    select *
    from {{ ref('stg_book__outbox_events') }}
    where subject_type = 'provider_request'

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

refusals as (

    select * from {{ ref('stg_stripe__refusals') }}

),

refunds_matched as (

    select * from {{ ref('refunds_matched') }}

),

dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

),

disputes as (

    select * from {{ ref('payment_disputes') }}

),

-- Two actions ask for the same: evidence for one dispute, money for one document, an amount of one payment, a session for one account.
-- What was rejected asks for nothing.
actions_for_something as (

    select
        actions.action_id,
        actions.kind,
        case when actions.kind in ('dispute_evidence', 'invoice_payment', 'refund_request') then actions.reference else actions.account_id end
            as asked_about,
        case when actions.kind = 'refund_request' then actions.amount_minor else 0 end as asked_minor,
        actions.reference,
        actions.currency,
        actions.amount_minor,
        actions.requested_at
    from actions
    left join refunds_matched on refunds_matched.action_id = actions.action_id
    where refunds_matched.status is distinct from 'rejected'

),

requests_not_done as (

    select
        actions_for_something.*,
        outbox_events.account_id,
        case when refusals.action_id is null then 'provider_request_given_up' else 'provider_request_refused' end as reason_code,
        coalesce(refusals.created_at, provider_attempts.attempted_at) as ended_at
    from outbox_events
    inner join actions_for_something on actions_for_something.action_id = outbox_events.subject_id
    left join provider_attempts on provider_attempts.outbox_event_id = outbox_events.outbox_event_id
    left join refusals on refusals.action_id = outbox_events.subject_id
    where coalesce(provider_attempts.outbox_event_id::text, refusals.action_id) is not null

),

offenders as (

    select
        requests_not_done.account_id,
        requests_not_done.action_id as subject,
        requests_not_done.reason_code,
        coalesce(disputes.currency, requests_not_done.currency) as currency,
        coalesce(disputes.amount_exact, requests_not_done.amount_minor::numeric) as amount_minor
    from requests_not_done
    left join disputes
        on
            disputes.dispute_id = requests_not_done.reference
            and requests_not_done.kind = 'dispute_evidence'
    left join refunds_matched on refunds_matched.action_id = requests_not_done.action_id
    where
        coalesce(refunds_matched.status, 'approved') = 'approved'
        and coalesce(disputes.lifecycle, 'opened') not in ('won', 'lost', 'closed')
        and requests_not_done.action_id not in (select dispute_states.action_id from dispute_states where dispute_states.action_id is not null)
        and not exists (
            select from actions_for_something as later_requests
            where
                later_requests.kind = requests_not_done.kind
                and later_requests.asked_about = requests_not_done.asked_about
                and later_requests.asked_minor = requests_not_done.asked_minor
                and later_requests.requested_at > requests_not_done.ended_at
                and (later_requests.requested_at, later_requests.action_id collate "C")
                > (requests_not_done.requested_at, requests_not_done.action_id collate "C")
        )

)

select 'requests_to_provider' as check_name, offenders.*, 1 as record_count
from offenders
