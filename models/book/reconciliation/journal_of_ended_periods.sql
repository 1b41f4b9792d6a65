{{ config(materialized='view') }}

-- What the journal will hold for documents of ended periods: entries of posting groups, by group.

with ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

entries_united as (

    select
        ledger_entries.posting_group_id,
        ledger_entries.account_id,
        ledger_entries.currency,
        ledger_entries.amount_minor,
        ledger_entries.booking_period_start
    from ledger_entries
    where ledger_entries.posting_group_id is not null

    union all

    select
        entries_planned.posting_group_id,
        entries_planned.account_id,
        entries_planned.currency,
        entries_planned.amount_minor,
        entries_planned.booking_period_start
    from entries_planned
    where entries_planned.posting_group_id is not null

),

entries_summed as (

    select
        entries_united.posting_group_id,
        entries_united.account_id,
        entries_united.currency,
        -sum(entries_united.amount_minor) as amount_minor
    from entries_united
    inner join periods_planned
        on
            periods_planned.account_id = entries_united.account_id
            and periods_planned.period_start = entries_united.booking_period_start
    where periods_planned.is_ended
    group by entries_united.posting_group_id, entries_united.account_id, entries_united.currency

)

select * from entries_summed
