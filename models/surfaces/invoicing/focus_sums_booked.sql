-- What the lines of a posting group come to in each booking period, before rounding; the last one carries what a side that is only shown rounds.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

changes_summed as (

    select
        rated_lines.posting_group_id,
        rated_lines.booking_period_start,
        sum(rated_lines.quantity_change) as quantity,
        sum(rated_lines.amount_exact_change) as amount_exact,
        min(rated_lines.price_id) as price_id,
        min(rated_lines.pricing_model) as pricing_model,
        bool_and(rated_lines.pricing_model = 'volume') as is_volume
    from rated_lines
    group by rated_lines.posting_group_id, rated_lines.booking_period_start

),

sums_beside_the_last as (

    select
        changes_summed.*,
        changes_summed.booking_period_start = max(changes_summed.booking_period_start) over (
            partition by changes_summed.posting_group_id
        ) as is_last_booking
    from changes_summed

)

select * from sums_beside_the_last
