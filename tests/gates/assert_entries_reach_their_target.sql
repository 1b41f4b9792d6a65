-- If this fails, the journal would not say what the lines say: book and plan together must come to the target, group by group.

with group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

rated_lines_planned as (

    select * from {{ ref('rated_lines_planned') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

lines_summed as (

    select
        rated_lines_planned.posting_group_id,
        sum(rated_lines_planned.amount_exact) as amount_exact
    from rated_lines_planned
    group by rated_lines_planned.posting_group_id

),

entries_summed as (

    select
        entries_planned.posting_group_id,
        sum(entries_planned.amount_minor) as amount_minor
    from entries_planned
    where entries_planned.posting_group_id is not null
    group by entries_planned.posting_group_id

)

select
    group_totals_to_book.posting_group_id,
    group_totals_to_book.posted_minor,
    entries_summed.amount_minor,
    lines_summed.amount_exact
from group_totals_to_book
left join lines_summed on lines_summed.posting_group_id = group_totals_to_book.posting_group_id
left join entries_summed on entries_summed.posting_group_id = group_totals_to_book.posting_group_id
where
    group_totals_to_book.posted_minor + coalesce(entries_summed.amount_minor, 0)
    <> case when group_totals_to_book.is_posted then -book.rounded(coalesce(lines_summed.amount_exact, 0), group_totals_to_book.rounding) else 0 end
