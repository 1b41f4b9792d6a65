-- If this fails, the same usage would be rated twice: two prices hold for one kind of usage at one time.

with price_timelines as (

    select * from {{ ref('price_timelines') }}

),

timelines_with_their_successor as (

    select
        price_timelines.dimension_id,
        price_timelines.applies_from,
        price_timelines.applies_until,
        lead(price_timelines.applies_from) over (
            partition by price_timelines.dimension_id
            order by price_timelines.applies_from
        ) as next_applies_from
    from price_timelines

)

select *
from timelines_with_their_successor
where
    timelines_with_their_successor.applies_from >= timelines_with_their_successor.applies_until
    or timelines_with_their_successor.applies_until <> coalesce(
        timelines_with_their_successor.next_applies_from, timelines_with_their_successor.applies_until
    )
