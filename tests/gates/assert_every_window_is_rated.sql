-- If this fails, a pricing model dropped or doubled windows: usage with a price would be billed not at all, or twice.

with usage_windows as (

    select * from {{ ref('usage_windows') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

rated_lines_planned as (

    select * from {{ ref('rated_lines_planned') }}

),

lines_counted as (

    select
        rated_lines_planned.rated_line_id,
        count(*) as line_count
    from rated_lines_planned
    where rated_lines_planned.amount_exact is not null
    group by rated_lines_planned.rated_line_id

)

select
    usage_windows.rated_line_id,
    coalesce(lines_counted.line_count, 0) as line_count
from usage_windows
left join lines_counted on lines_counted.rated_line_id = usage_windows.rated_line_id
where
    coalesce(lines_counted.line_count, 0) <> 1
    and usage_windows.posting_group_id not in (
        select price_timelines.posting_group_id from price_timelines where price_timelines.is_preview
    )
