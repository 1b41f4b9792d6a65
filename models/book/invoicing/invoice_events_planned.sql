{{ config(materialized='view') }}

-- Documents that are paid now, or whose day has passed with money due, each told once.

with invoices_settled as (

    select * from {{ ref('invoices_settled') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

outbox_events as (

    select *
    from {{ ref('stg_book__outbox_events') }}
    where subject_type = 'invoice'

),

-- What was given up or given back whole is not paid. What no build settles anew was told before, or had nothing to tell.
invoices_judged as (

    select
        invoices_settled.*,
        case
            when invoices_settled.amount_due_minor > 0 and invoices_settled.due_at < build.as_of then 'invoice_overdue'
            when invoices_settled.paid_minor > 0 and invoices_settled.amount_due_minor = 0 and invoices_settled.written_off_minor = 0
                then 'invoice_paid'
        end as event_type
    from invoices_settled
    cross join build
    where invoices_settled.amount_due_minor > 0 or invoices_settled.is_settled_anew

),

events as (

    select
        invoices_judged.event_type,
        invoices_judged.account_id,
        null::text as project_id,
        'invoice' as subject_type,
        invoices_judged.invoice_id::text as subject_id,
        1 as event_number,
        jsonb_build_object(
            'invoice_number', invoices_judged.invoice_number,
            'currency', invoices_judged.currency,
            'total_minor', invoices_judged.total_minor,
            'paid_minor', invoices_judged.paid_minor,
            'amount_due_minor', invoices_judged.amount_due_minor,
            'due_at', to_char(invoices_judged.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) as payload
    from invoices_judged
    left join outbox_events
        on
            outbox_events.subject_id = invoices_judged.invoice_id::text
            and outbox_events.event_type = invoices_judged.event_type
    where
        invoices_judged.event_type is not null
        and outbox_events.outbox_event_id is null

)

select * from events
