{{ config(materialized='view') }}

-- Entries of posting groups: the difference between what the group comes to and what the same rule posted for it before.

with group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

line_types as (

    select * from {{ ref('line_types') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

group_entries as (

    select
        {{ book_id(["'posting_group'", "group_totals_to_book.posting_group_id", "group_totals_to_book.entry_count + 1"]) }} as ledger_entry_id,
        case when group_totals_to_book.is_closed then 'correction' else line_types.entry_type end as entry_type,
        group_totals_to_book.posting_group_id,
        (group_totals_to_book.entry_count + 1)::int as entry_number,
        'posting_group' as reference_type,
        group_totals_to_book.posting_group_id::text as reference_id,
        last_entries.ledger_entry_id as corrects_entry_id,
        group_totals_to_book.account_id,
        group_totals_to_book.usage_account_id,
        line_types.ledger_account as counter_account,
        group_totals_to_book.currency,
        null as correlation_id,
        (group_totals_to_book.target_minor - group_totals_to_book.posted_minor)::bigint as amount_minor,
        group_totals_to_book.service_period_start,
        group_totals_to_book.service_period_end,
        group_totals_to_book.booking_period_start
    from group_totals_to_book
    left join line_types on line_types.line_type = group_totals_to_book.line_type
    left join ledger_entries as last_entries
        on
            last_entries.posting_group_id = group_totals_to_book.posting_group_id
            and last_entries.entry_number = group_totals_to_book.entry_count
            and group_totals_to_book.is_closed
    where group_totals_to_book.target_minor <> group_totals_to_book.posted_minor

)

select * from group_entries
