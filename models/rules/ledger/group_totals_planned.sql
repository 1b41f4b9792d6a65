{{ config(indexes=[{'columns': ['posting_group_id'], 'unique': true}]) }}

-- What each posting group in scope comes to, what it was to come to, and what this rule has posted for it so far.

with posting_groups_planned as (

    select * from {{ ref('posting_groups_planned') }}

),

rated_lines_compared as (

    select * from {{ ref('rated_lines_compared') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

charge_roundings as (

    select * from {{ ref('charge_roundings') }}

),

group_roundings as (

    select * from {{ ref('group_roundings') }}

),

group_sums as (

    select
        rated_lines_compared.posting_group_id,
        count(*) filter (where rated_lines_compared.record_count > 0 or rated_lines_compared.quantity <> 0) as line_count,
        sum(rated_lines_compared.record_count)::bigint as record_count,
        sum(rated_lines_compared.quantity) as quantity,
        sum(rated_lines_compared.amount_exact) as amount_exact,
        bool_or(rated_lines_compared.has_changed) as has_changed
    from rated_lines_compared
    group by rated_lines_compared.posting_group_id

),

entries_of_the_rule as (

    select
        ledger_entries.posting_group_id,
        count(*) as entry_count,
        sum(ledger_entries.amount_minor) as posted_minor
    from posting_groups_planned
    inner join ledger_entries on ledger_entries.posting_group_id = posting_groups_planned.posting_group_id
    group by ledger_entries.posting_group_id

),

groups_with_their_rounding as (

    select
        posting_groups_planned.*,
        coalesce(charge_roundings.rounding, group_roundings.rounding, 'half_away') as rounding
    from posting_groups_planned
    left join charge_roundings on charge_roundings.posting_group_id = posting_groups_planned.posting_group_id
    left join group_roundings on group_roundings.posting_group_id = posting_groups_planned.posting_group_id

),

-- Rounded once, as the price says, and only the difference to what stands is posted: corrections keep out of this.
group_totals as (

    select
        groups_with_their_rounding.*,
        coalesce(group_sums.line_count, 0) as line_count,
        coalesce(group_sums.record_count, 0) as record_count,
        coalesce(group_sums.quantity, 0) as quantity,
        coalesce(group_sums.amount_exact, 0) as amount_exact,
        coalesce(group_sums.has_changed, false) as has_changed,
        coalesce(entries_of_the_rule.entry_count, 0) as entry_count,
        coalesce(entries_of_the_rule.posted_minor, 0) as posted_minor,
        book.rounded(coalesce(group_sums.amount_exact, 0), groups_with_their_rounding.rounding) as rounded_minor,
        case
            when groups_with_their_rounding.is_posted then -book.rounded(coalesce(group_sums.amount_exact, 0), groups_with_their_rounding.rounding)
            else 0
        end as target_minor
    from groups_with_their_rounding
    left join group_sums on group_sums.posting_group_id = groups_with_their_rounding.posting_group_id
    left join entries_of_the_rule on entries_of_the_rule.posting_group_id = groups_with_their_rounding.posting_group_id

)

select * from group_totals
