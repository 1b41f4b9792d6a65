{{ config(materialized='ephemeral') }}

-- Usage that has its place and cannot be rated in it yet, with the one thing that is missing first.

with build as (

    select * from {{ ref('stg_control__build') }}

),

prices as (

    select *
    from {{ ref('stg_records__prices') }}
    where known_until_build = 9223372036854775807

),

usage_pieces_priced as (

    select * from {{ ref('usage_pieces_priced') }}

),

pieces_that_wait as (

    select
        usage_pieces_priced.usage_account_id as account_id,
        usage_pieces_priced.meter,
        usage_pieces_priced.resource_id,
        usage_pieces_priced.resource_type,
        usage_pieces_priced.pricing_mode,
        usage_pieces_priced.side,
        case
            when usage_pieces_priced.piece_start > build.as_of then 'event_in_future'
            when usage_pieces_priced.has_overlap then 'overlapping_prices'
            when
                usage_pieces_priced.price_source is null
                and usage_pieces_priced.pricing_snapshot::jsonb ->> 'currency' is null
                and usage_pieces_priced.pricing_snapshot::jsonb
                ->> case usage_pieces_priced.side when 'retail' then 'unit_price' else 'wholesale_unit_price' end is not null
                then 'snapshot_not_valid'
            when usage_pieces_priced.price_source is null and exists (
                select 1
                from prices
                where
                    prices.meter = usage_pieces_priced.meter
                    and prices.account_id = usage_pieces_priced.account_id
                    and prices.currency <> usage_pieces_priced.currency
            ) then 'price_currency_differs'
            when
                usage_pieces_priced.price_source is null
                and usage_pieces_priced.pricing_snapshot::jsonb ->> 'currency' <> usage_pieces_priced.currency
                and usage_pieces_priced.pricing_snapshot::jsonb
                ->> case usage_pieces_priced.side when 'retail' then 'unit_price' else 'wholesale_unit_price' end is not null
                then 'price_currency_differs'
            when usage_pieces_priced.price_source is null then 'no_price'
            when not usage_pieces_priced.is_complete then 'price_incomplete'
            else 'window_not_ended'
        end as reason,
        usage_pieces_priced.record_count,
        usage_pieces_priced.quantity,
        usage_pieces_priced.window_start,
        usage_pieces_priced.window_end
    from usage_pieces_priced
    cross join build
    where
        usage_pieces_priced.is_known_meter
        and usage_pieces_priced.is_preview is not true
        and (
            usage_pieces_priced.price_source is null
            or not usage_pieces_priced.is_complete
            or (not usage_pieces_priced.is_accruing and usage_pieces_priced.window_end > build.as_of)
        )

)

select * from pieces_that_wait
