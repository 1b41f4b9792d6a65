{{ config(materialized='ephemeral') }}

-- Approved re-openings: of the last closed period of an account, while no document of it stands.

with requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where
        decision = 'approve'
        and kind = 'period_reopen'

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

documents_that_stand as (

    select
        invoices.account_id,
        invoices.period_start
    from invoices
    where
        not invoices.is_void
        and invoices.corrects_invoice_id is null

    union

    select
        documents_planned.account_id,
        documents_planned.period_start
    from documents_planned

),

reopenings_ranked as (

    select
        periods.period_id,
        periods.account_id,
        requests.action_id,
        requests.actor,
        requests.reason,
        periods.period_start,
        row_number() over (
            partition by periods.account_id order by periods.period_start desc, requests.decided_in_batch asc, requests.decided_in_row asc
        ) as standing
    from requests
    inner join periods
        on
            periods.account_id = requests.account_id
            and requests.reference in (
                to_char(periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                to_char(periods.period_start at time zone periods.billing_timezone, 'YYYY-MM-DD')
            )
    where
        periods.is_closed
        and requests.action_id not in (select period_closings.action_id from period_closings where period_closings.action_id is not null)

),

reopenings_approved as (

    select
        reopenings_ranked.period_id,
        reopenings_ranked.account_id,
        reopenings_ranked.action_id,
        reopenings_ranked.actor,
        reopenings_ranked.reason,
        reopenings_ranked.period_start
    from reopenings_ranked
    where
        reopenings_ranked.standing = 1
        and not exists (
            select 1
            from periods
            where
                periods.account_id = reopenings_ranked.account_id
                and periods.period_start > reopenings_ranked.period_start
                and periods.is_closed
        )
        and not exists (
            select 1
            from documents_that_stand
            where
                documents_that_stand.account_id = reopenings_ranked.account_id
                and documents_that_stand.period_start = reopenings_ranked.period_start
        )

)

select * from reopenings_approved
