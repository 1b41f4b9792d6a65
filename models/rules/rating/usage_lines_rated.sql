{{ config(indexes=[{'columns': ['rated_line_id'], 'unique': true}]) }}

-- Every line that the usage in scope comes to. One model per pricing model gives f at both ends of the window.

with charge_positions as (

    select * from {{ ref('charge_positions') }}

),

amounts_per_unit as (

    select * from {{ ref('amounts_per_unit') }}

),

lines_rated as (

    select
        charge_positions.rated_line_id,
        charge_positions.posting_group_id,
        charge_positions.resource_id,
        charge_positions.resource_type,
        charge_positions.project_id,
        charge_positions.submitter_id,
        charge_positions.route_id,
        charge_positions.region,
        charge_positions.unit,
        charge_positions.price_id,
        charge_positions.pricing_model,
        charge_positions.pricing_snapshot,
        charge_positions.record_count,
        charge_positions.quantity,
        amounts_per_unit.amount_after - amounts_per_unit.amount_before as amount_exact,
        charge_positions.booking_period_start,
        charge_positions.window_start,
        charge_positions.window_end
    from charge_positions
    inner join amounts_per_unit on amounts_per_unit.rated_line_id = charge_positions.rated_line_id

)

select * from lines_rated
