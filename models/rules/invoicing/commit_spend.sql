-- Usage that may count towards a commit, cut into segments between the points where a contract or a period begins or ends,
-- with where each line stands in its segment.

with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

usage_spend as (

    select * from {{ ref('usage_spend') }}

),

points as (

    select commits_to_allot.account_id, commits_to_allot.currency, commits_to_allot.starts_at as point_at from commits_to_allot
    union
    select commits_to_allot.account_id, commits_to_allot.currency, commits_to_allot.ends_at as point_at from commits_to_allot
    union
    select usage_spend.account_id, usage_spend.currency, usage_spend.period_start as point_at from usage_spend

),

segments as (

    select
        points.account_id,
        points.currency,
        points.point_at as segment_start,
        lead(points.point_at, 1, '9999-12-31Z'::timestamptz)
            over (partition by points.account_id, points.currency order by points.point_at)
            as segment_end
    from points

),

-- Only the side that the contract's own account is charged on.
lines_in_their_segment as (

    select
        usage_spend.rated_line_id,
        usage_spend.account_id,
        usage_spend.currency,
        usage_spend.amount_minor,
        usage_spend.window_start,
        usage_spend.period_start,
        segments.segment_start,
        sum(usage_spend.amount_minor) over (
            partition by segments.account_id, segments.currency, segments.segment_start
            order by usage_spend.window_start, usage_spend.resource_id collate "C" nulls first, usage_spend.rated_line_id
            rows between unbounded preceding and current row
        ) - usage_spend.amount_minor as spent_before
    from usage_spend
    inner join segments
        on
            segments.account_id = usage_spend.account_id
            and segments.currency = usage_spend.currency
            and segments.segment_start <= usage_spend.window_start
            and segments.segment_end > usage_spend.window_start
    where
        (usage_spend.account_id, usage_spend.currency, usage_spend.is_posted)
        in (select commits_to_allot.account_id, commits_to_allot.currency, commits_to_allot.is_posted from commits_to_allot)

)

select * from lines_in_their_segment
