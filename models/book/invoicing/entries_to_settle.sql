{{ config(materialized='ephemeral') }}

-- What the journal holds beside the posting groups for the accounts to settle, once this build is posted.

with accounts_to_settle as (

    select * from {{ ref('accounts_to_settle') }}

),

entries_beside_groups as (

    select * from {{ ref('stg_book__entries_beside_groups') }}

),

entries_beside_groups_planned as (

    select * from {{ ref('entries_beside_groups_planned') }}

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
        entries_beside_groups_planned.account_id,
        entries_beside_groups_planned.currency,
        entries_beside_groups_planned.entry_type,
        entries_beside_groups_planned.reference_type,
        entries_beside_groups_planned.reference_id,
        entries_beside_groups_planned.amount_minor,
        entries_beside_groups_planned.booked_at
    from entries_beside_groups_planned

)

select * from entries_united
