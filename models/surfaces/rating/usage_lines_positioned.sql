-- Current lines of usage with their place in the cumulative quantity of their posting group, and the build whose records priced them:
-- the one that closed the period, the last one before the account was parked, else the newest.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

period_closings as (

    select * from {{ source('book', 'period_closings') }}

),

parked_accounts as (

    select * from {{ source('current', 'parked_accounts') }}

),

current_lines as (

    select rated_lines.*
    from rated_lines
    where not exists (
        select from {{ source('book', 'rated_lines') }} as next_lines
        where
            next_lines.rated_line_id = rated_lines.rated_line_id
            and next_lines.revision = rated_lines.revision + 1
            and next_lines.revision > 1
    )

),

lines_accumulated as (

    select
        current_lines.*,
        sum(current_lines.quantity) over (
            partition by current_lines.posting_group_id
            order by current_lines.window_start, current_lines.resource_id collate "C" nulls first, current_lines.rated_line_id
            rows between unbounded preceding and current row
        ) as quantity_after
    from current_lines

),

lines_with_what_was_known as (

    select
        lines_accumulated.*,
        lines_accumulated.quantity_after - lines_accumulated.quantity as quantity_before,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.meter,
        posting_groups.currency,
        coalesce(
            (
                select case when period_closings.status = 'closed' then period_closings.build_number end
                from periods
                inner join period_closings on period_closings.period_id = periods.period_id
                where
                    periods.account_id = posting_groups.account_id
                    and periods.period_start = posting_groups.service_period_start
                order by period_closings.closing_number desc
                limit 1
            ),
            (
                select min(parked_accounts.parked_by_build) - 1
                from parked_accounts
                where parked_accounts.account_id in (posting_groups.account_id, posting_groups.usage_account_id)
            ),
            (select max(publications.build_number) from {{ source('control', 'publications') }} as publications)
        ) as known_by_build_number
    from lines_accumulated
    inner join posting_groups on posting_groups.posting_group_id = lines_accumulated.posting_group_id
    where
        posting_groups.line_type = 'usage'
        and not (lines_accumulated.record_count = 0 and lines_accumulated.quantity = 0 and lines_accumulated.amount_exact = 0)

)

select * from lines_with_what_was_known
