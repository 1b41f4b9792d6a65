-- Rated usage per day of the world clock: sums of changes, so no revision counts twice.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

changes_summed_by_day as (

    select
        cast(rated_lines.window_start at time zone 'UTC' as date) as usage_date,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.meter,
        rated_lines.resource_type,
        rated_lines.unit,
        posting_groups.currency,
        cast(sum(rated_lines.quantity_change) as numeric(38, 9)) as quantity,
        cast(sum(rated_lines.amount_exact_change) as numeric(38, 12)) as amount_exact,
        posting_groups.is_posted
    from rated_lines
    inner join posting_groups on posting_groups.posting_group_id = rated_lines.posting_group_id
    where
        posting_groups.meter is not null
        and (
            {{ reader_may_see('posting_groups.account_id') }}
            or (posting_groups.side = 'retail' and {{ reader_may_see('posting_groups.usage_account_id') }})
        )
    group by
        cast(rated_lines.window_start at time zone 'UTC' as date),
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.meter,
        rated_lines.resource_type,
        rated_lines.unit,
        posting_groups.currency,
        posting_groups.is_posted
    having
        sum(rated_lines.quantity_change) <> 0
        or sum(rated_lines.amount_exact_change) <> 0

)

select * from changes_summed_by_day
