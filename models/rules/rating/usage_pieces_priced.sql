{{ config(materialized='view') }}

-- Each piece of usage with the price that was in force, once per side it is rated for; without a price where there is none.

with usage_pieces as (

    select * from {{ ref('usage_pieces') }}

),

usage_increments as (

    select * from {{ ref('usage_increments') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

pieces_joined_to_prices as (

    select
        usage_pieces.account_id as usage_account_id,
        usage_pieces.meter,
        usage_pieces.resource_id,
        usage_pieces.resource_type,
        usage_pieces.pricing_mode,
        usage_pieces.project_id,
        usage_pieces.submitter_id,
        usage_pieces.route_id,
        usage_pieces.region,
        usage_pieces.pricing_snapshot,
        usage_pieces.unit,
        usage_pieces.record_count,
        -- A maximum, a latest value and a unique count add what they change in their charge.
        coalesce(usage_increments.quantity, usage_pieces.quantity) as quantity,
        usage_pieces.is_accruing,
        usage_pieces.is_known_meter,
        usage_pieces.piece_start,
        price_timelines.account_id,
        price_timelines.side,
        price_timelines.posting_group_id,
        price_timelines.charge_id,
        price_timelines.price_source,
        price_timelines.price_scope,
        price_timelines.price_id,
        price_timelines.price_resource_type,
        price_timelines.pricing_model,
        price_timelines.terms_id,
        price_timelines.is_complete,
        price_timelines.currency,
        price_timelines.is_posted,
        price_timelines.has_overlap,
        price_timelines.is_preview,
        price_timelines.period_start,
        price_timelines.period_end,
        price_timelines.booking_period_start,
        greatest(usage_pieces.meter_window_start, price_timelines.applies_from) as window_start,
        least(usage_pieces.meter_window_end, price_timelines.applies_until) as window_end
    from usage_pieces
    inner join price_timelines
        on
            price_timelines.usage_account_id = usage_pieces.account_id
            and price_timelines.meter = usage_pieces.meter
            and price_timelines.pricing_mode = usage_pieces.pricing_mode
            and coalesce(price_timelines.resource_type, '') = coalesce(usage_pieces.resource_type, '')
            and coalesce(price_timelines.pricing_snapshot, '') = coalesce(usage_pieces.pricing_snapshot, '')
            and price_timelines.applies_from <= usage_pieces.piece_start
            and price_timelines.applies_until > usage_pieces.piece_start
    left join usage_increments
        on
            usage_increments.event_key = usage_pieces.event_key
            and usage_increments.posting_group_id = price_timelines.posting_group_id

)

select * from pieces_joined_to_prices
