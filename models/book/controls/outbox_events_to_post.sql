-- What somebody is told of, each once: the first crossing of a threshold, a balance in another state, documents, disputes from open to closed;
-- and what a payment provider is asked for.

with build as (

    select * from {{ ref('stg_control__build') }}

),

outbox_events as (

    select * from {{ ref('stg_book__outbox_events') }}

),

budget_crossings as (

    select
        'budget_threshold_crossed' as event_type,
        budget_events.account_id,
        budget_events.project_id,
        'budget_event' as subject_type,
        budget_events.budget_event_id::text as subject_id,
        1 as event_number,
        jsonb_build_object(
            'policy_id', budget_events.policy_id,
            'currency', budget_events.currency,
            'budget_minor', budget_events.budget_minor,
            'spend_minor', budget_events.spend_minor,
            'threshold_percent', trim_scale(budget_events.threshold_percent)::text,
            'period', budget_events.period,
            'period_start', to_char(budget_events.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) as payload
    from {{ ref('budget_events_to_post') }} as budget_events
    where budget_events.is_first

),

documents as (

    select
        case invoices.document_type when 'credit_note' then 'credit_note_issued' else 'invoice_issued' end as event_type,
        invoices.bill_to_account_id as account_id,
        null::text as project_id,
        'invoice' as subject_type,
        invoices.invoice_id::text as subject_id,
        1 as event_number,
        jsonb_build_object(
            'invoice_number', invoices.invoice_number,
            'document_type', invoices.document_type,
            'account_id', invoices.account_id,
            'currency', invoices.currency,
            'total_minor', invoices.total_minor,
            'due_at', to_char(invoices.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) as payload
    from {{ ref('invoices_to_post') }} as invoices

),

disputes as (

    select
        steps.event_type,
        disputes.account_id,
        null::text as project_id,
        'dispute' as subject_type,
        disputes.dispute_id as subject_id,
        1 as event_number,
        jsonb_build_object(
            'payment_id', disputes.payment_id, 'currency', disputes.currency, 'amount_minor', disputes.amount_minor,
            'state', disputes.lifecycle, 'reason', disputes.reason
        ) as payload
    from {{ ref('disputes_to_refresh') }} as disputes
    inner join (values ('dispute_opened'), ('dispute_won'), ('dispute_lost'), ('dispute_closed')) as steps (event_type)
        on steps.event_type in ('dispute_opened', 'dispute_' || disputes.lifecycle)
    left join outbox_events
        on
            outbox_events.subject_type = 'dispute'
            and outbox_events.subject_id = disputes.dispute_id
            and outbox_events.event_type = steps.event_type
    where
        outbox_events.outbox_event_id is null
        and disputes.lifecycle <> 'test_mode'

),

events_united as (

    select * from budget_crossings
    union all
    select * from {{ ref('balance_events_planned') }}
    union all
    select * from documents
    union all
    select * from disputes
    union all
    select * from {{ ref('invoice_events_planned') }}
    union all
    select * from {{ ref('provider_requests_planned') }}

)

select
    {{ book_id([
        "'outbox_event'", "events_united.event_type", "events_united.subject_type", "events_united.subject_id", "events_united.event_number"
    ]) }} as outbox_event_id,
    build.build_number,
    events_united.*,
    build.as_of as occurred_at
from events_united
cross join build
