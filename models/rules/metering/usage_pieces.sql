-- Usage in base units by hour or piece of an hour, whatever kind of event it came from.

with meters as (

    select * from {{ ref('meters') }}

),

usage_pieces_summed as (

    select * from {{ ref('usage_pieces_summed') }}

),

usage_valued as (

    select * from {{ ref('usage_valued') }}

),

pieces_and_values as (

    select usage_pieces_summed.*, null::uuid as event_key from usage_pieces_summed
    union all
    select usage_valued.* from usage_valued

),

-- The window that a piece would belong to if nothing but the meter cut it.
pieces_with_their_window as (

    select
        pieces_and_values.account_id,
        pieces_and_values.meter,
        pieces_and_values.resource_id,
        pieces_and_values.resource_type,
        pieces_and_values.pricing_mode,
        pieces_and_values.project_id,
        pieces_and_values.submitter_id,
        pieces_and_values.route_id,
        pieces_and_values.region,
        pieces_and_values.pricing_snapshot,
        pieces_and_values.record_count,
        case when meters.aggregation = 'count' then pieces_and_values.record_count else pieces_and_values.quantity end as quantity,
        pieces_and_values.is_accruing,
        pieces_and_values.piece_start,
        pieces_and_values.event_key,
        meters.base_unit as unit,
        meters.meter is not null as is_known_meter,
        case
            when meters."window" = 'day' then date_trunc('day', pieces_and_values.piece_start, 'UTC')
            else date_trunc('hour', pieces_and_values.piece_start, 'UTC')
        end as meter_window_start,
        case
            when meters."window" = 'day' then date_trunc('day', pieces_and_values.piece_start, 'UTC') + interval '1 day'
            else date_trunc('hour', pieces_and_values.piece_start, 'UTC') + interval '1 hour'
        end as meter_window_end
    from pieces_and_values
    left join meters on meters.meter = pieces_and_values.meter

)

select * from pieces_with_their_window
