{{ config(materialized='ephemeral') }}

-- What the journal holds beside the posting groups for the accounts to settle, once this build is posted.

with accounts_to_settle as (

    select * from {{ ref('accounts_to_settle') }}

),

entries_beside_groups as (

    select * from {{ ref('stg_book__entries_beside_groups') }}

),

journal_entries_to_post as (

    select *
    from {{ ref('journal_entries_to_post') }}
    where posting_group_id is null

),

journal_legs_to_post as (

    select *
    from {{ ref('journal_legs_to_post') }}
    where ledger_account = 'customer'

),

entries_united as (

    select
        entries_beside_groups.account_id,
        entries_beside_groups.currency,
        entries_beside_groups.entry_type,
        entries_beside_groups.reference_type,
        entries_beside_groups.reference_id,
        entries_beside_groups.amount_minor,
        entries_beside_groups.booked_at
    from accounts_to_settle
    inner join entries_beside_groups on entries_beside_groups.account_id = accounts_to_settle.account_id

    union all

    select
        journal_legs_to_post.account_id,
        journal_legs_to_post.currency,
        journal_entries_to_post.entry_type,
        journal_entries_to_post.reference_type,
        journal_entries_to_post.reference_id,
        journal_legs_to_post.amount_minor,
        journal_entries_to_post.booked_at
    from journal_entries_to_post
    inner join journal_legs_to_post on journal_legs_to_post.ledger_entry_id = journal_entries_to_post.ledger_entry_id

)

select * from entries_united
