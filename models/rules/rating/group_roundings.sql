-- How posting groups are rounded where it is not half away from zero: as the price in force at the end of the group says.

with price_timelines as (

    select * from {{ ref('price_timelines') }}

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

group_totals as (

    select * from {{ ref('stg_current__group_totals') }}

),

stretches_from_the_last as (

    select
        price_timelines.posting_group_id,
        price_terms.rounding,
        row_number() over (
            partition by price_timelines.posting_group_id
            order by price_timelines.applies_until desc, price_timelines.price_id collate "C" asc, price_terms.rounding collate "C" asc
        ) as standing
    from price_timelines
    inner join price_terms on price_terms.terms_id = price_timelines.terms_id

),

-- Groups out of the scope stay as the last build rounded them.
roundings_united as (

    select
        stretches_from_the_last.posting_group_id,
        stretches_from_the_last.rounding
    from stretches_from_the_last
    where stretches_from_the_last.standing = 1

    union all

    select
        group_totals.posting_group_id,
        group_totals.rounding
    from group_totals
    where group_totals.posting_group_id not in (select stretches_from_the_last.posting_group_id from stretches_from_the_last)

)

select *
from roundings_united
where roundings_united.rounding <> 'half_away'
