-- What was held from when to when. An open stretch accrues up to as_of, a start at most as long as its meter allows,
-- a level at most until the gap that its meter allows.

with build as (

    select * from {{ ref('stg_control__build') }}

),

meters as (

    select * from {{ ref('meters') }}

),

usage_stretches as (

    select * from {{ ref('usage_stretches') }}

),

stretches_with_their_limit as (

    select
        usage_stretches.*,
        case
            when usage_stretches.event_kind = 'level' then usage_stretches.started_at + meters.max_gap_seconds * interval '1 second'
            when usage_stretches.stopped_at is null then usage_stretches.started_at + meters.max_open_hours * interval '1 hour'
        end as limit_at
    from usage_stretches
    left join meters on meters.meter = usage_stretches.meter

),

-- What ends where it begins and a level of zero hold nothing; they are told as free and not as held.
holdings_accrued as (

    select
        stretches_with_their_limit.*,
        least(stretches_with_their_limit.stopped_at, stretches_with_their_limit.limit_at, build.as_of) as ended_at,
        coalesce(least(stretches_with_their_limit.stopped_at, stretches_with_their_limit.limit_at) > build.as_of, true) as is_open,
        stretches_with_their_limit.event_kind = 'start'
        and coalesce(stretches_with_their_limit.limit_at <= build.as_of, false) as is_open_too_long,
        stretches_with_their_limit.event_kind = 'level'
        and stretches_with_their_limit.quantity > 0
        and coalesce(
            stretches_with_their_limit.limit_at < coalesce(stretches_with_their_limit.stopped_at, build.as_of + interval '1 microsecond'),
            false
        ) as has_gap,
        case
            when stretches_with_their_limit.event_kind = 'level' and stretches_with_their_limit.quantity = 0 then 'zero_level'
            when stretches_with_their_limit.stopped_at = stretches_with_their_limit.started_at then 'zero_length'
        end as empty_reason
    from stretches_with_their_limit
    cross join build

),

-- Something without a resource cannot be held twice.
holdings_compared as (

    select
        holdings_accrued.*,
        holdings_accrued.empty_reason is null
        and holdings_accrued.quantity > 0
        and holdings_accrued.resource_id is not null
        and coalesce(
            max(holdings_accrued.ended_at) filter (where holdings_accrued.empty_reason is null and holdings_accrued.quantity > 0) over (
                partition by holdings_accrued.account_id, holdings_accrued.meter, holdings_accrued.resource_id
                order by holdings_accrued.started_at, holdings_accrued.event_key
                rows between unbounded preceding and 1 preceding
            ) > holdings_accrued.started_at,
            false
        ) as is_overlapping
    from holdings_accrued

)

select * from holdings_compared
