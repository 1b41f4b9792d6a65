-- What each line may burn, cut into segments between the points where a grant begins or expires, with where it stands in its segment.
-- What a discount or a plan's maximum takes off a period is not burnt: the last lines of the period burn less.

with grants_to_burn as (

    select * from {{ ref('grants_to_burn') }}

),

grant_lines_rounded as (

    select * from {{ ref('grant_lines_rounded') }}

),

lines_of_periods as (

    select
        grant_lines_rounded.*,
        sum(greatest(grant_lines_rounded.amount_minor, 0)) over (
            partition by grant_lines_rounded.account_id, grant_lines_rounded.currency, grant_lines_rounded.period_start
            order by grant_lines_rounded.window_start, grant_lines_rounded.resource_id collate "C" nulls first, grant_lines_rounded.rated_line_id
            rows between unbounded preceding and current row
        ) as charged_after,
        greatest(
            sum(grant_lines_rounded.amount_minor) over (
                partition by grant_lines_rounded.account_id, grant_lines_rounded.currency, grant_lines_rounded.period_start
            ),
            0
        ) as net_minor
    from grant_lines_rounded

),

lines_that_burn as (

    select
        lines_of_periods.*,
        least(lines_of_periods.charged_after, lines_of_periods.net_minor)
        - least(lines_of_periods.charged_after - greatest(lines_of_periods.amount_minor, 0), lines_of_periods.net_minor) as burnable_minor
    from lines_of_periods

),

points as (

    select grants_to_burn.account_id, grants_to_burn.currency, grants_to_burn.effective_at as point_at from grants_to_burn
    union
    select grants_to_burn.account_id, grants_to_burn.currency, grants_to_burn.expires_at as point_at from grants_to_burn

),

segments as (

    select
        points.account_id,
        points.currency,
        points.point_at as segment_start,
        lead(points.point_at, 1, 'infinity'::timestamptz)
            over (partition by points.account_id, points.currency order by points.point_at)
            as segment_end
    from points

),

lines_in_their_segment as (

    select
        lines_that_burn.rated_line_id,
        lines_that_burn.account_id,
        lines_that_burn.currency,
        lines_that_burn.burnable_minor,
        lines_that_burn.window_start,
        segments.segment_start,
        sum(lines_that_burn.burnable_minor) over (
            partition by segments.account_id, segments.currency, segments.segment_start
            order by lines_that_burn.window_start, lines_that_burn.resource_id collate "C" nulls first, lines_that_burn.rated_line_id
            rows between unbounded preceding and current row
        ) - lines_that_burn.burnable_minor as burnt_before
    from lines_that_burn
    inner join segments
        on
            segments.account_id = lines_that_burn.account_id
            and segments.currency = lines_that_burn.currency
            and segments.segment_start <= lines_that_burn.window_start
            and segments.segment_end > lines_that_burn.window_start
    where lines_that_burn.burnable_minor > 0

)

select * from lines_in_their_segment
