-- Windows whose current line on the posted side comes to nothing, with the one day in UTC that each lies in.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

free_windows as (

    select distinct
        posting_groups.usage_account_id as account_id,
        posting_groups.meter,
        posting_groups.pricing_mode,
        rated_lines.resource_id,
        rated_lines.resource_type,
        rated_lines.project_id,
        rated_lines.submitter_id,
        rated_lines.route_id,
        rated_lines.region,
        rated_lines.pricing_snapshot,
        rated_lines.window_start,
        rated_lines.window_end
    from rated_lines
    inner join posting_groups on posting_groups.posting_group_id = rated_lines.posting_group_id
    where
        rated_lines.amount_exact = 0
        and rated_lines.record_count > 0
        and posting_groups.is_posted
        and not exists (
            select from {{ source('book', 'rated_lines') }} as next_lines
            where
                next_lines.rated_line_id = rated_lines.rated_line_id
                and next_lines.revision = rated_lines.revision + 1
                and next_lines.revision > 1
        )

),

windows_by_day as (

    select
        free_windows.*,
        date_trunc('day', free_windows.window_start, 'UTC') as day_start
    from free_windows

)

select * from windows_by_day
