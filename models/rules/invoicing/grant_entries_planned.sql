{{ config(materialized='view') }}

-- Entries of credit grants: what was paid in advance comes in when it takes effect, what is left leaves when it expires.

with grant_totals_planned as (

    select * from {{ ref('grant_totals_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

grant_entries as (

    select
        {{ book_id([
            "grant_totals_planned.entry_type", "grant_totals_planned.grant_id", "grant_totals_planned.account_id", "grant_totals_planned.currency",
            "grant_totals_planned.entry_count + 1",
        ]) }} as ledger_entry_id,
        grant_totals_planned.entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        'credit_grant' as reference_type,
        grant_totals_planned.grant_id as reference_id,
        null::uuid as corrects_entry_id,
        grant_totals_planned.account_id,
        null as usage_account_id,
        case grant_totals_planned.entry_type when 'credit_grant' then 'bank' else 'expired_credits' end as counter_account,
        grant_totals_planned.currency,
        grant_totals_planned.correlation_id,
        (grant_totals_planned.target_minor - grant_totals_planned.posted_minor)::bigint as amount_minor,
        grant_totals_planned.service_period_start,
        grant_totals_planned.service_period_end,
        grant_totals_planned.booking_period_start
    from grant_totals_planned
    where
        grant_totals_planned.target_minor <> grant_totals_planned.posted_minor
        and grant_totals_planned.booking_period_start is not null
        and grant_totals_planned.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)

)

select * from grant_entries
