-- Usage that cannot be rated yet, window by window, with the one thing that is missing first. Usage that nobody rated is revenue that nobody sees.

with build as (

    select * from {{ ref('stg_control__build') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

prices as (

    select *
    from {{ ref('stg_records__prices') }}
    where known_until_build = 9223372036854775807

),

usage_pieces as (

    select * from {{ ref('usage_pieces') }}

),

usage_pieces_priced as (

    select * from {{ ref('usage_pieces_priced') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

pieces_that_nobody_can_price as (

    select
        usage_pieces.account_id,
        usage_pieces.meter,
        usage_pieces.resource_id,
        usage_pieces.resource_type,
        usage_pieces.pricing_mode,
        null::text as side,
        case
            when not usage_pieces.is_known_meter then 'unknown_meter'
            when accounts.account_id is null then 'unknown_account'
            else 'event_in_future'
        end as reason,
        usage_pieces.record_count,
        usage_pieces.quantity,
        usage_pieces.meter_window_start as window_start,
        usage_pieces.meter_window_end as window_end
    from usage_pieces
    left join accounts on accounts.account_id = usage_pieces.account_id
    cross join build
    where
        not usage_pieces.is_known_meter
        or accounts.account_id is null
        -- What lies beyond the periods there are waits for its period.
        or (
            usage_pieces.piece_start > build.as_of
            and not exists (
                select 1
                from price_timelines
                where
                    price_timelines.usage_account_id = usage_pieces.account_id
                    and price_timelines.meter = usage_pieces.meter
                    and price_timelines.period_start <= usage_pieces.piece_start
                    and price_timelines.period_end > usage_pieces.piece_start
            )
        )

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
            when usage_pieces_priced.price_source is null and exists (
                select 1
                from prices
                where
                    prices.meter = usage_pieces_priced.meter
                    and prices.account_id = usage_pieces_priced.account_id
                    and prices.currency <> usage_pieces_priced.currency
            ) then 'price_currency_differs'
            when usage_pieces_priced.price_source is null then 'no_price'
            when usage_pieces_priced.pricing_model <> 'per_unit' then 'pricing_model_not_supported'
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
        and (
            usage_pieces_priced.price_source is null
            or usage_pieces_priced.pricing_model <> 'per_unit'
            or (not usage_pieces_priced.is_accruing and usage_pieces_priced.window_end > build.as_of)
        )

),

pieces_united as (

    select * from pieces_that_nobody_can_price
    union all
    select * from pieces_that_wait

),

windows_unrated as (

    select
        {{ book_id([
            "pieces_united.account_id", "pieces_united.meter", "pieces_united.resource_id", "pieces_united.resource_type", "pieces_united.pricing_mode",
            "pieces_united.side", "pieces_united.reason", microseconds("pieces_united.window_start"),
        ]) }} as unrated_usage_id,
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.side,
        pieces_united.reason,
        sum(pieces_united.record_count)::bigint as record_count,
        sum(pieces_united.quantity)::numeric(38, 9) as quantity,
        pieces_united.window_start,
        pieces_united.window_end
    from pieces_united
    group by
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.side,
        pieces_united.reason,
        pieces_united.window_start,
        pieces_united.window_end

)

select * from windows_unrated
