-- If this fails, a pricing model dropped or doubled windows: usage with a price would be billed not at all, or twice.

with usage_windows as (

    select * from {{ ref('usage_windows') }}

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
where coalesce(lines_counted.line_count, 0) <> 1
