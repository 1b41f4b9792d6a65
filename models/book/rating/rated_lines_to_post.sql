with build as (

    select * from {{ ref('stg_control__build') }}

),

rated_lines_compared as (

    select * from {{ ref('rated_lines_compared') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

-- A line names the entry that carries it: the one of this build, or the group's last one when rounding left nothing to post.
groups_with_their_newest_entry as (

    select
        group_totals_to_book.posting_group_id,
        group_totals_to_book.booking_period_start,
        coalesce(entries_planned.ledger_entry_id, last_entries.ledger_entry_id) as ledger_entry_id
    from group_totals_to_book
    left join entries_planned on entries_planned.posting_group_id = group_totals_to_book.posting_group_id
    left join ledger_entries as last_entries
        on
            last_entries.posting_group_id = group_totals_to_book.posting_group_id
            and last_entries.entry_number = group_totals_to_book.entry_count
    where group_totals_to_book.has_changed

),

lines_changed as (

    select
        rated_lines_compared.rated_line_id,
        rated_lines_compared.revision_in_book + 1 as revision,
        build.build_number,
        rated_lines_compared.posting_group_id,
        groups_with_their_newest_entry.ledger_entry_id,
        rated_lines_compared.window_start,
        rated_lines_compared.window_end,
        groups_with_their_newest_entry.booking_period_start,
        rated_lines_compared.quantity::numeric(38, 9) as quantity,
        (rated_lines_compared.quantity - rated_lines_compared.quantity_in_book)::numeric(38, 9) as quantity_change,
        rated_lines_compared.amount_exact::numeric(38, 12) as amount_exact,
        (rated_lines_compared.amount_exact - rated_lines_compared.amount_exact_in_book)::numeric(38, 12) as amount_exact_change,
        rated_lines_compared.record_count,
        rated_lines_compared.unit,
        rated_lines_compared.price_id,
        rated_lines_compared.pricing_model,
        rated_lines_compared.resource_id,
        rated_lines_compared.resource_type,
        rated_lines_compared.project_id,
        rated_lines_compared.submitter_id,
        rated_lines_compared.route_id,
        rated_lines_compared.region,
        null::uuid as fx_snapshot_id,
        rated_lines_compared.pricing_snapshot,
        null::text as commit_contract_id,
        null::text as credit_grant_id
    from groups_with_their_newest_entry
    inner join rated_lines_compared on rated_lines_compared.posting_group_id = groups_with_their_newest_entry.posting_group_id
    cross join build
    where rated_lines_compared.has_changed

)

select * from lines_changed
