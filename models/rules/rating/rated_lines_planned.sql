{{ config(indexes=[{'columns': ['rated_line_id'], 'unique': true}]) }}

-- Every line in scope: what usage comes to, and the charges beside it.

with usage_lines_rated as (

    select * from {{ ref('usage_lines_rated') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

charge_lines_planned as (

    select * from {{ ref('charge_lines_planned') }}

),

lines_united as (

    -- What a re-rating would come to is no line.
    select *
    from usage_lines_rated
    where
        usage_lines_rated.posting_group_id not in (
            select price_timelines.posting_group_id from price_timelines where price_timelines.is_preview
        )

    union all

    select
        charge_lines_planned.rated_line_id,
        charge_lines_planned.posting_group_id,
        null as resource_id,
        charge_lines_planned.resource_type,
        null as project_id,
        null as submitter_id,
        null as route_id,
        null as region,
        charge_lines_planned.unit,
        charge_lines_planned.price_id,
        charge_lines_planned.pricing_model,
        null as pricing_snapshot,
        0 as record_count,
        charge_lines_planned.quantity,
        charge_lines_planned.amount_exact,
        charge_lines_planned.booking_period_start,
        charge_lines_planned.window_start,
        charge_lines_planned.window_end
    from charge_lines_planned

)

select * from lines_united
