{{ config(indexes=[{'columns': ['rated_line_id'], 'unique': true}]) }}

-- Every line that the usage in scope comes to: f(after) - f(before), so that any split of the same usage adds up to the same amount.

with window_amounts as (

    select * from {{ ref('window_amounts') }}

),

lines_of_single_events as (

    select * from {{ ref('lines_of_single_events') }}

),

lines_rated as (

    select
        window_amounts.rated_line_id,
        window_amounts.posting_group_id,
        window_amounts.resource_id,
        window_amounts.resource_type,
        window_amounts.project_id,
        window_amounts.submitter_id,
        window_amounts.route_id,
        window_amounts.region,
        window_amounts.unit,
        window_amounts.price_id,
        window_amounts.pricing_model,
        window_amounts.pricing_snapshot,
        window_amounts.record_count,
        window_amounts.quantity,
        -- Fees and caps of single events apply before their amounts are added up.
        coalesce(lines_of_single_events.amount_exact, window_amounts.amount_after - window_amounts.amount_before) as amount_exact,
        window_amounts.booking_period_start,
        window_amounts.window_start,
        window_amounts.window_end
    from window_amounts
    left join lines_of_single_events on lines_of_single_events.rated_line_id = window_amounts.rated_line_id

)

select * from lines_rated
