-- If this fails, usage at one time belongs to two billing periods, or to none.

with periods_planned as (

    select * from {{ ref('periods_planned') }}

),

periods_with_their_successor as (

    select
        periods_planned.account_id,
        periods_planned.period_start,
        periods_planned.period_end,
        lead(periods_planned.period_start) over (
            partition by periods_planned.account_id
            order by periods_planned.period_start
        ) as next_period_start
    from periods_planned

)

select *
from periods_with_their_successor
where
    periods_with_their_successor.period_start >= periods_with_their_successor.period_end
    or periods_with_their_successor.period_end <> coalesce(periods_with_their_successor.next_period_start, periods_with_their_successor.period_end)
