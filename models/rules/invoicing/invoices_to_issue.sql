{{ config(materialized='ephemeral') }}

-- Drafts that an action or the policy issues: of closed periods, as the last publication shows them, so that what was looked at is what is issued.

with draft_invoices as (

    select * from {{ ref('stg_current__draft_invoices') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind = 'invoice_issue'

),

policies_of_accounts as (

    select * from {{ ref('policies_of_accounts') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

issuers as (

    select * from {{ ref('stg_records__issuers') }}

),

drafts_of_closed_periods as (

    select
        draft_invoices.invoice_id,
        draft_invoices.account_id,
        accounts.bill_to_account_id,
        draft_invoices.currency,
        periods.billing_mode,
        accounts.issuer_id,
        draft_invoices.period_start,
        draft_invoices.period_end
    from draft_invoices
    inner join periods on periods.account_id = draft_invoices.account_id and periods.period_start = draft_invoices.period_start
    inner join accounts on accounts.account_id = draft_invoices.account_id
    where
        periods.is_closed
        -- What tax lacks a profile or a rate for waits for it, alone.
        and draft_invoices.tax_hold_code is null
        and draft_invoices.invoice_id not in (select invoices.invoice_id from invoices)
        and draft_invoices.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)
        -- Neither does anybody sell or pay whom no record names.
        and (accounts.issuer_id is null or accounts.issuer_id in (select issuers.issuer_id from issuers))
        and (accounts.bill_to_account_id is null or accounts.bill_to_account_id in (select payers.account_id from accounts as payers))

),

issues_united as (

    select actions.reference, actions.action_id, actions.actor, actions.reason, actions.requested_at
    from actions

    union all

    select
        drafts_of_closed_periods.invoice_id::text as reference,
        null as action_id,
        'tallyhouse' as actor,
        'policy: issued after the close' as reason,
        null as requested_at
    from drafts_of_closed_periods
    inner join policies_of_accounts on policies_of_accounts.account_id = drafts_of_closed_periods.account_id
    where policies_of_accounts.issues_documents

),

issues_ranked as (

    select
        drafts_of_closed_periods.*,
        issues_united.action_id,
        issues_united.actor,
        issues_united.reason,
        row_number() over (
            partition by drafts_of_closed_periods.invoice_id order by issues_united.requested_at nulls last, issues_united.action_id collate "C"
        ) as standing
    from drafts_of_closed_periods
    inner join issues_united on issues_united.reference = drafts_of_closed_periods.invoice_id::text

)

select * from issues_ranked
where issues_ranked.standing = 1
