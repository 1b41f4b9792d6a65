{{ config(materialized='ephemeral') }}

-- What a group's lines sum to in each period it is booked in, and the price row that made all of them.

with groups_to_draft as (

    select * from {{ ref('groups_to_draft') }}

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

quantities_booked as (

    select
        quantities_of_prices.posting_group_id,
        quantities_of_prices.booking_period_start,
        min(quantities_of_prices.unit) as unit,
        case when min(quantities_of_prices.price_id) = max(quantities_of_prices.price_id) then min(quantities_of_prices.price_id) end as price_id,
        array_agg(quantities_of_prices.price_id order by quantities_of_prices.price_id collate "C")
        filter (where quantities_of_prices.price_id is not null) as price_ids,
        sum(quantities_of_prices.quantity) as quantity
    from quantities_of_prices
    group by quantities_of_prices.posting_group_id, quantities_of_prices.booking_period_start

)

select * from quantities_booked
