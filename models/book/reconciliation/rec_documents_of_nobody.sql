{{ config(materialized='ephemeral') }}

-- Drafts whose seller or payer no record names: they wait for the record, since a number that is given away under nobody's name cannot be taken back.

with draft_invoices_to_refresh as (

    select * from {{ ref('draft_invoices_to_refresh') }}

),

draft_invoices as (

    select * from {{ ref('stg_current__draft_invoices') }}

),

accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

issuers as (

    select * from {{ ref('stg_records__issuers') }}

),

drafts_united as (

    select
        draft_invoices_to_refresh.account_id,
        draft_invoices_to_refresh.currency,
        draft_invoices_to_refresh.total_minor,
        draft_invoices_to_refresh.period_start
    from draft_invoices_to_refresh

    union all

    select
        draft_invoices.account_id,
        draft_invoices.currency,
        draft_invoices.total_minor,
        draft_invoices.period_start
    from draft_invoices
    where draft_invoices.account_id not in (select accounts_to_draft.account_id from accounts_to_draft)

),

drafts_with_who_is_missing as (

    select
        drafts_united.*,
        accounts.issuer_id as missing_id,
        'issuer_unknown' as reason_code
    from drafts_united
    inner join accounts on accounts.account_id = drafts_united.account_id
    where accounts.issuer_id is not null and accounts.issuer_id not in (select issuers.issuer_id from issuers)

    union all

    select
        drafts_united.*,
        accounts.bill_to_account_id as missing_id,
        'payer_unknown' as reason_code
    from drafts_united
    inner join accounts on accounts.account_id = drafts_united.account_id
    where
        accounts.bill_to_account_id is not null
        and accounts.bill_to_account_id not in (select payers.account_id from accounts as payers)

),

offenders as (

    select
        'documents_to_parties' as check_name,
        drafts_with_who_is_missing.account_id,
        drafts_with_who_is_missing.currency || ' '
        || to_char(drafts_with_who_is_missing.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        || ' waits for ' || drafts_with_who_is_missing.missing_id as subject,
        drafts_with_who_is_missing.reason_code,
        drafts_with_who_is_missing.currency,
        drafts_with_who_is_missing.total_minor::numeric as amount_minor,
        1 as record_count
    from drafts_with_who_is_missing

)

select * from offenders
