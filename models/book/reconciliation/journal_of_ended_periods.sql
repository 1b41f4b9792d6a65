{{ config(materialized='view') }}

-- What the journal will hold for documents of ended periods: entries of posting groups, by group. What was cancelled waits for the next document.

with ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

groups_on_paper as (

    select * from {{ ref('groups_on_paper') }}

),

booking_periods_moved as (

    select * from {{ ref('booking_periods_moved') }}

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
    left join booking_periods_moved
        on
            booking_periods_moved.account_id = entries_united.account_id
            and booking_periods_moved.currency = entries_united.currency
            and booking_periods_moved.booking_period_start = entries_united.booking_period_start
    left join periods_planned as document_periods
        on
            document_periods.account_id = booking_periods_moved.account_id
            and document_periods.period_start = booking_periods_moved.document_period_start
    left join groups_on_paper
        on
            groups_on_paper.posting_group_id = entries_united.posting_group_id
            and groups_on_paper.booking_period_start = entries_united.booking_period_start
    where
        periods_planned.is_ended
        and (groups_on_paper.posting_group_id is not null or booking_periods_moved.account_id is null or document_periods.is_ended)
    group by entries_united.posting_group_id, entries_united.account_id, entries_united.currency

)

select * from entries_summed
