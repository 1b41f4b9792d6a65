-- Posting, drafts, payments and reconciliation: what stands still, what is open, what does not agree.

with publications as (

    select
        max(publications.published_at) as published_at,
        max(publications.as_of) as as_of,
        max(publications.published_at) filter (where publications.rows_posted > 0) as posted_at,
        max(publications.as_of) filter (where publications.rows_posted > 0) as posted_as_of
    from {{ source('control', 'publications') }} as publications

),

posting_stage as (

    select
        6 as stage_number,
        'posting' as stage,
        max(publications.posted_at) as last_success_at,
        max(publications.posted_as_of) as latest_data_at,
        count(distinct parked_accounts.account_id) as backlog_count,
        min(parked_accounts.since) as oldest_unprocessed_at
    from publications
    left join {{ source('current', 'parked_accounts') }} as parked_accounts on true

),

drafts_stage as (

    select
        7 as stage_number,
        'drafts' as stage,
        max(publications.published_at) as last_success_at,
        max(draft_invoices.period_end) as latest_data_at,
        count(draft_invoices.invoice_id) as backlog_count,
        min(draft_invoices.period_end) as oldest_unprocessed_at
    from publications
    left join {{ source('current', 'draft_invoices') }} as draft_invoices on true

),

payments_stage as (

    select
        8 as stage_number,
        'payments' as stage,
        max(publications.published_at) as last_success_at,
        max(payments.last_event_at) as latest_data_at,
        count(payments.payment_id) filter (where payments.received_minor <> payments.posted_minor) as backlog_count,
        min(payments.first_event_at) filter (where payments.received_minor <> payments.posted_minor) as oldest_unprocessed_at
    from publications
    -- Test money beside live money is not waited for.
    left join {{ source('current', 'payments') }} as payments on payments.state <> 'test_mode'

),

reconciliation_stage as (

    select
        9 as stage_number,
        'reconciliation' as stage,
        max(publications.published_at) as last_success_at,
        max(publications.as_of) as latest_data_at,
        count(findings.finding_id) as backlog_count,
        min(findings.first_seen_at) as oldest_unprocessed_at
    from publications
    left join {{ source('current', 'findings') }} as findings on findings.approver is null

),

stages_united as (

    select * from posting_stage
    union all
    select * from drafts_stage
    union all
    select * from payments_stage
    union all
    select * from reconciliation_stage

)

select * from stages_united
