{{ config(materialized='ephemeral') }}

-- What a group's entries sum to in each period it is booked in, positive when owed.

with groups_to_draft as (

    select * from {{ ref('groups_to_draft') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

entries_united as (

    select
        ledger_entries.posting_group_id,
        ledger_entries.booking_period_start,
        ledger_entries.amount_minor
    from groups_to_draft
    inner join ledger_entries on ledger_entries.posting_group_id = groups_to_draft.posting_group_id

    union all

    select
        entries_planned.posting_group_id,
        entries_planned.booking_period_start,
        entries_planned.amount_minor
    from groups_to_draft
    inner join entries_planned on entries_planned.posting_group_id = groups_to_draft.posting_group_id

),

amounts_booked as (

    select
        entries_united.posting_group_id,
        entries_united.booking_period_start,
        -sum(entries_united.amount_minor) as amount_minor
    from entries_united
    group by entries_united.posting_group_id, entries_united.booking_period_start

)

select * from amounts_booked
