{{ config(materialized='ephemeral') }}

-- Accepted actions on documents and periods that come to nothing: what they name is not there, or is in another state by now. What is parked waits.

with actions as (

    select * from {{ ref('stg_records__actions') }}

),

requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where
        decision = 'approve'
        and (kind = 'period_reopen' or (kind = 'rerate' and coalesce(account_id, '') not in (select account_id from {{ ref('accounts_held_back') }})))

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

draft_invoices as (

    select * from {{ ref('stg_current__draft_invoices') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

period_closings_to_post as (

    select * from {{ ref('period_closings_to_post') }}

),

actions_carried_out as (

    select invoices.action_id from invoices
    union all
    select documents_planned.action_id from documents_planned
    union all
    select invoice_voids_planned.action_id from invoice_voids_planned
    union all
    select period_closings.action_id from period_closings
    union all
    select period_closings_to_post.action_id from period_closings_to_post

),

-- A draft may wait for its tax, and a document is cancelled or issued once, whoever asked.
actions_that_wait_or_are_done as (

    select actions.action_id
    from actions
    inner join draft_invoices on draft_invoices.invoice_id::text = actions.reference
    where actions.kind = 'invoice_issue'

    union all

    select actions.action_id
    from actions
    inner join invoices on invoices.invoice_id::text = actions.reference
    where actions.kind = 'invoice_issue' or (actions.kind = 'invoice_void' and invoices.is_void)

),

actions_that_take_effect as (

    select actions.action_id, actions.kind, actions.account_id, actions.currency, actions.amount_minor
    from actions
    where actions.kind in ('invoice_issue', 'invoice_void', 'credit_note')

    union all

    select requests.action_id, requests.kind, requests.account_id, requests.currency, requests.amount_minor
    from requests

),

offenders as (

    select
        'actions_to_book' as check_name,
        actions_that_take_effect.account_id,
        actions_that_take_effect.kind || ' ' || actions_that_take_effect.action_id as subject,
        'action_not_carried_out' as reason_code,
        actions_that_take_effect.currency,
        actions_that_take_effect.amount_minor::numeric as amount_minor,
        1 as record_count
    from actions_that_take_effect
    left join actions_carried_out on actions_carried_out.action_id = actions_that_take_effect.action_id
    left join actions_that_wait_or_are_done on actions_that_wait_or_are_done.action_id = actions_that_take_effect.action_id
    where
        actions_carried_out.action_id is null
        and actions_that_wait_or_are_done.action_id is null

)

select * from offenders
