-- What the lines of a posting group come to in each booking period, before rounding; the last one carries what a side that is only shown rounds.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

changes as (

    select
        rated_lines.posting_group_id,
        rated_lines.price_id,
        rated_lines.pricing_model,
        rated_lines.quantity_change,
        rated_lines.amount_exact_change,
        rated_lines.booking_period_start
    from rated_lines

    union all

    -- Another rounding is booked without a line.
    select
        journal_entries.posting_group_id,
        null as price_id,
        null as pricing_model,
        0 as quantity_change,
        0 as amount_exact_change,
        journal_entries.booking_period_start
    from journal_entries
    where journal_entries.posting_group_id is not null

),

changes_summed as (

    select
        changes.posting_group_id,
        changes.booking_period_start,
        sum(changes.quantity_change) as quantity,
        sum(changes.amount_exact_change) as amount_exact,
        min(changes.price_id) as price_id,
        min(changes.pricing_model) as pricing_model,
        bool_and(changes.pricing_model = 'volume') as is_volume
    from changes
    group by changes.posting_group_id, changes.booking_period_start

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
