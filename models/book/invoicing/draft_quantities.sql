{{ config(materialized='ephemeral') }}

-- What a group's lines sum to in each period it is booked in, and the price rows that made them.

with groups_to_draft as (

    select * from {{ ref('groups_to_draft') }}

),

draft_amounts as (

    select * from {{ ref('draft_amounts') }}

),

rated_line_revisions as (

    select * from {{ ref('stg_book__rated_line_revisions') }}

),

rated_lines_to_post as (

    select * from {{ ref('rated_lines_to_post') }}

),

changes_of_lines as (

    select
        rated_line_revisions.posting_group_id,
        rated_line_revisions.booking_period_start,
        rated_line_revisions.price_id,
        rated_line_revisions.quantity_change,
        rated_line_revisions.unit
    from groups_to_draft
    inner join rated_line_revisions on rated_line_revisions.posting_group_id = groups_to_draft.posting_group_id

    union all

    select
        rated_lines_to_post.posting_group_id,
        rated_lines_to_post.booking_period_start,
        rated_lines_to_post.price_id,
        rated_lines_to_post.quantity_change,
        rated_lines_to_post.unit
    from groups_to_draft
    inner join rated_lines_to_post on rated_lines_to_post.posting_group_id = groups_to_draft.posting_group_id

),

quantities_of_prices as (

    select
        changes_of_lines.posting_group_id,
        changes_of_lines.booking_period_start,
        changes_of_lines.price_id,
        min(changes_of_lines.unit) as unit,
        sum(changes_of_lines.quantity_change) as quantity
    from changes_of_lines
    group by changes_of_lines.posting_group_id, changes_of_lines.booking_period_start, changes_of_lines.price_id

),

amounts_without_a_quantity as (

    select
        draft_amounts.posting_group_id,
        draft_amounts.booking_period_start
    from draft_amounts
    left join quantities_of_prices
        on
            quantities_of_prices.posting_group_id = draft_amounts.posting_group_id
            and quantities_of_prices.booking_period_start = draft_amounts.booking_period_start
    where quantities_of_prices.posting_group_id is null

),

-- Another rounding changes what a group comes to and none of its lines: its correction is of all the prices that made it.
quantities_of_bookings as (

    select * from quantities_of_prices

    union all

    select
        amounts_without_a_quantity.posting_group_id,
        amounts_without_a_quantity.booking_period_start,
        quantities_of_prices.price_id,
        min(quantities_of_prices.unit) as unit,
        0::numeric(38, 9) as quantity
    from amounts_without_a_quantity
    inner join quantities_of_prices on quantities_of_prices.posting_group_id = amounts_without_a_quantity.posting_group_id
    group by
        amounts_without_a_quantity.posting_group_id,
        amounts_without_a_quantity.booking_period_start,
        quantities_of_prices.price_id

),

quantities_booked as (

    select
        quantities_of_bookings.posting_group_id,
        quantities_of_bookings.booking_period_start,
        min(quantities_of_bookings.unit) as unit,
        case
            when min(quantities_of_bookings.price_id) = max(quantities_of_bookings.price_id) then min(quantities_of_bookings.price_id)
        end as price_id,
        array_agg(quantities_of_bookings.price_id order by quantities_of_bookings.price_id collate "C")
        filter (where quantities_of_bookings.price_id is not null) as price_ids,
        sum(quantities_of_bookings.quantity) as quantity
    from quantities_of_bookings
    group by quantities_of_bookings.posting_group_id, quantities_of_bookings.booking_period_start

)

select * from quantities_booked
