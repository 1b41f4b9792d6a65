{{ config(materialized='view') }}

-- Where each window stands in the cumulative quantity of its charge, in window order: a rated line is f(after) - f(before).

with usage_windows as (

    select * from {{ ref('usage_windows') }}

),

windows_accumulated as (

    select
        usage_windows.*,
        sum(usage_windows.quantity) over (
            partition by usage_windows.posting_group_id
            order by usage_windows.window_start, usage_windows.resource_id collate "C" nulls first, usage_windows.rated_line_id
            rows between unbounded preceding and current row
        ) as quantity_after
    from usage_windows

),

windows_positioned as (

    select
        windows_accumulated.*,
        windows_accumulated.quantity_after - windows_accumulated.quantity as quantity_before
    from windows_accumulated

)

select * from windows_positioned
