-- Usage that cannot be rated yet, window by window, with the one thing that is missing first. Usage that nobody rated is revenue that nobody sees.

with usage_pieces_unplaced as (

    select * from {{ ref('usage_pieces_unplaced') }}

),

usage_pieces_waiting as (

    select * from {{ ref('usage_pieces_waiting') }}

),

pieces_united as (

    select * from usage_pieces_unplaced
    union all
    select * from usage_pieces_waiting

),

windows_unrated as (

    select
        {{ book_id([
            "pieces_united.account_id", "pieces_united.meter", "pieces_united.resource_id", "pieces_united.resource_type", "pieces_united.pricing_mode",
            "pieces_united.side", "pieces_united.reason", microseconds("pieces_united.window_start"), microseconds("pieces_united.window_end"),
        ]) }} as unrated_usage_id,
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.side,
        pieces_united.reason,
        sum(pieces_united.record_count)::bigint as record_count,
        sum(pieces_united.quantity) as quantity,
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
