-- Usage in base units by hour or piece of an hour, whatever kind of event it came from.

with meters as (

    select * from {{ ref('meters') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_counted as (

    select * from {{ ref('usage_counted') }}

),

usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

hours as (

    select * from {{ ref('hours') }}

),

-- The first condition on hour_start is implied by the second one; with it the index finds the hours of a holding.
holdings_by_hour as (

    select
        usage_holdings.*,
        coalesce(usage_cut_hours.piece_start, hours.hour_start) as piece_start,
        coalesce(usage_cut_hours.piece_end, hours.hour_end) as piece_end
    from usage_holdings
    inner join usage_ranges
        on
            usage_ranges.account_id = usage_holdings.account_id
            and usage_ranges.meter = usage_holdings.meter
    inner join hours
        on
            hours.hour_start > greatest(usage_holdings.started_at, usage_ranges.range_start) - interval '1 hour'
            and hours.hour_start < least(usage_holdings.ended_at, usage_ranges.range_end)
    left join usage_cut_hours
        on
            usage_cut_hours.account_id = usage_holdings.account_id
            and usage_cut_hours.meter = usage_holdings.meter
            and usage_cut_hours.hour_start = hours.hour_start

),

holdings_measured as (

    select
        holdings_by_hour.*,
        -- A gauge of 3 decimals held for microseconds has 9 decimals: nothing is rounded.
        holdings_by_hour.quantity * (
            {{ microseconds("least(holdings_by_hour.piece_end, holdings_by_hour.ended_at)") }}
            - {{ microseconds("greatest(holdings_by_hour.piece_start, holdings_by_hour.started_at)") }}
        )::numeric(38, 0) * 0.000001 as base_quantity
    from holdings_by_hour
    where
        holdings_by_hour.piece_end > holdings_by_hour.started_at
        and holdings_by_hour.piece_start < holdings_by_hour.ended_at

),

pieces_united as (

    select
        usage_counted.account_id,
        usage_counted.meter,
        usage_counted.resource_id,
        usage_counted.resource_type,
        usage_counted.pricing_mode,
        usage_counted.project_id,
        usage_counted.submitter_id,
        usage_counted.route_id,
        usage_counted.region,
        usage_counted.pricing_snapshot,
        usage_counted.record_count,
        usage_counted.quantity,
        false as is_accruing,
        usage_counted.piece_start
    from usage_counted

    union all

    select
        holdings_measured.account_id,
        holdings_measured.meter,
        holdings_measured.resource_id,
        holdings_measured.resource_type,
        holdings_measured.pricing_mode,
        holdings_measured.project_id,
        holdings_measured.submitter_id,
        holdings_measured.route_id,
        holdings_measured.region,
        holdings_measured.pricing_snapshot,
        -- A record counts once, in the piece in which it begins.
        case when holdings_measured.started_at >= holdings_measured.piece_start then 1 else 0 end as record_count,
        holdings_measured.base_quantity as quantity,
        true as is_accruing,
        holdings_measured.piece_start
    from holdings_measured

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
