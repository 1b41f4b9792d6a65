{{ config(materialized='ephemeral') }}

-- What this build books beside the posting groups, one row for each leg of a customer, as stg_book__entries_beside_groups has it of the book.

with journal_entries_to_post as (

    select *
    from {{ ref('journal_entries_to_post') }}
    where posting_group_id is null

),

journal_legs_to_post as (

    select *
    from {{ ref('journal_legs_to_post') }}
    where ledger_account = 'customer'

),

entries_beside_groups as (

    select
        journal_entries_to_post.ledger_entry_id,
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

select * from entries_beside_groups
