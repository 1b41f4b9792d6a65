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

-- What an action asks for is issued in its name, the first one's; else the policy of the account issues it.
actions_ranked as (

    select
        actions.*,
        row_number() over (partition by actions.reference order by actions.requested_at nulls last, actions.action_id collate "C") as standing
    from actions

),

drafts_asked_for as (

    select
        drafts_of_closed_periods.*,
        actions_ranked.action_id,
        case when actions_ranked.action_id is null then 'tallyhouse' else actions_ranked.actor end as actor,
        case when actions_ranked.action_id is null then 'policy: issued after the close' else actions_ranked.reason end as reason
    from drafts_of_closed_periods
    left join actions_ranked
        on
            actions_ranked.reference = drafts_of_closed_periods.invoice_id::text
            and actions_ranked.standing = 1
    left join policies_of_accounts on policies_of_accounts.account_id = drafts_of_closed_periods.account_id
    where actions_ranked.action_id is not null or policies_of_accounts.issues_documents

)

select * from drafts_asked_for
