{{ config(materialized='ephemeral') }}

-- What the price rows of a line say of tax. A line whose rows disagree is unclear, and nobody guesses.

with draft_lines_planned as (

    select * from {{ ref('draft_lines_planned') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

price_rows_of_lines as (

    select
        draft_lines_planned.posting_group_id,
        draft_lines_planned.booking_period_start,
        min(prices.tax_category) as tax_category,
        bool_and(prices.tax_included) as is_tax_included,
        bool_or(prices.tax_included) <> bool_and(prices.tax_included)
        or count(distinct coalesce(prices.tax_category, '')) > 1 as is_unclear
    from draft_lines_planned
    cross join unnest(draft_lines_planned.price_ids) as named (price_id)
    inner join prices
        on
            prices.price_id = named.price_id
            and prices.known_from_build <= draft_lines_planned.known_by_build_number
            and prices.known_until_build > draft_lines_planned.known_by_build_number
    group by draft_lines_planned.posting_group_id, draft_lines_planned.booking_period_start

)

select * from price_rows_of_lines
