-- Usage in base units by hour or piece of an hour, whatever kind of event it came from.

with meters as (

    select * from {{ ref('meters') }}

),

usage_counted as (

    select * from {{ ref('usage_counted') }}

),

usage_held as (

    select * from {{ ref('usage_held') }}

),

pieces_united as (

    select usage_counted.*, false as is_accruing from usage_counted
    union all
    select usage_held.*, true as is_accruing from usage_held

),

pieces_summed as (

    select
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.project_id,
        pieces_united.submitter_id,
        pieces_united.route_id,
        pieces_united.region,
        pieces_united.pricing_snapshot,
        sum(pieces_united.record_count) as record_count,
        sum(pieces_united.quantity) as quantity,
        pieces_united.is_accruing,
        pieces_united.piece_start
    from pieces_united
    group by
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.project_id,
        pieces_united.submitter_id,
        pieces_united.route_id,
        pieces_united.region,
        pieces_united.pricing_snapshot,
        pieces_united.is_accruing,
        pieces_united.piece_start
    having
        sum(pieces_united.record_count) > 0
        or sum(pieces_united.quantity) > 0

),

-- The window that a piece would belong to if nothing but the meter cut it.
pieces_with_their_window as (

    select
        pieces_summed.*,
        meters.base_unit as unit,
        meters.meter is not null as is_known_meter,
        case
            when meters."window" = 'day' then date_trunc('day', pieces_summed.piece_start, 'UTC')
            else date_trunc('hour', pieces_summed.piece_start, 'UTC')
        end as meter_window_start,
        case
            when meters."window" = 'day' then date_trunc('day', pieces_summed.piece_start, 'UTC') + interval '1 day'
            else date_trunc('hour', pieces_summed.piece_start, 'UTC') + interval '1 hour'
        end as meter_window_end
    from pieces_summed
    left join meters on meters.meter = pieces_summed.meter

)

select * from pieces_with_their_window
