-- What each line of usage adds to its group's rounded total, in window order: whole minor units that sum to what is posted.

with spend_ranges as (

    select * from {{ ref('spend_ranges') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

usage_lines_rated as (

    select * from {{ ref('usage_lines_rated') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

rated_lines as (

    select * from {{ ref('stg_book__rated_lines') }}

),

group_roundings as (

    select * from {{ ref('group_roundings') }}

),

lines_united as (

    select
        usage_groups_planned.posting_group_id,
        usage_groups_planned.account_id,
        usage_groups_planned.meter,
        usage_groups_planned.currency,
        usage_groups_planned.is_posted,
        usage_groups_planned.service_period_start as period_start,
        usage_lines_rated.rated_line_id,
        usage_lines_rated.resource_id,
        usage_lines_rated.amount_exact,
        usage_lines_rated.window_start
    from spend_ranges
    inner join usage_groups_planned
        on
            usage_groups_planned.account_id = spend_ranges.account_id
            and usage_groups_planned.service_period_start < spend_ranges.range_end
            and usage_groups_planned.service_period_end > spend_ranges.range_start
    inner join usage_lines_rated on usage_lines_rated.posting_group_id = usage_groups_planned.posting_group_id

    union all

    select
        posting_groups.posting_group_id,
        posting_groups.account_id,
        posting_groups.meter,
        posting_groups.currency,
        posting_groups.is_posted,
        posting_groups.service_period_start as period_start,
        rated_lines.rated_line_id,
        rated_lines.resource_id,
        rated_lines.amount_exact,
        rated_lines.window_start
    from spend_ranges
    inner join posting_groups
        on
            posting_groups.account_id = spend_ranges.account_id
            and posting_groups.service_period_start < spend_ranges.range_end
            and posting_groups.service_period_end > spend_ranges.range_start
    inner join rated_lines on rated_lines.posting_group_id = posting_groups.posting_group_id
    where
        posting_groups.line_type = 'usage'
        and posting_groups.posting_group_id not in (select usage_groups_planned.posting_group_id from usage_groups_planned)

),

lines_accumulated as (

    select
        lines_united.*,
        sum(lines_united.amount_exact) over (
            partition by lines_united.posting_group_id
            order by lines_united.window_start, lines_united.resource_id collate "C" nulls first, lines_united.rated_line_id
            rows between unbounded preceding and current row
        ) as amount_after
    from lines_united

),

lines_rounded as (

    select
        lines_accumulated.rated_line_id,
        lines_accumulated.posting_group_id,
        lines_accumulated.account_id,
        lines_accumulated.meter,
        lines_accumulated.resource_id,
        lines_accumulated.currency,
        book.rounded(lines_accumulated.amount_after, group_roundings.rounding)
        - book.rounded(lines_accumulated.amount_after - lines_accumulated.amount_exact, group_roundings.rounding) as amount_minor,
        lines_accumulated.is_posted,
        lines_accumulated.window_start,
        lines_accumulated.period_start
    from lines_accumulated
    left join group_roundings on group_roundings.posting_group_id = lines_accumulated.posting_group_id

)

select * from lines_rounded
