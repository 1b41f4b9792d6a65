{{ config(indexes=[{'columns': ['account_id', 'meter', 'hour_start']}]) }}

-- Hours whose usage is read event by event, piece by piece: those that a period end or a change of price cuts in two,
-- and whole those with quantities of more decimals than the meter takes.

with usage_ranges_counted as (

    select * from {{ ref('usage_ranges_counted') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

moments_of_change as (

    select price_timelines.usage_account_id as account_id, price_timelines.meter, price_timelines.applies_from as cut_at from price_timelines
    union
    select price_timelines.usage_account_id as account_id, price_timelines.meter, price_timelines.applies_until as cut_at from price_timelines

),

cuts_inside_an_hour as (

    select
        moments_of_change.*,
        date_trunc('hour', moments_of_change.cut_at, 'UTC') as hour_start
    from moments_of_change
    where moments_of_change.cut_at <> date_trunc('hour', moments_of_change.cut_at, 'UTC')

),

piece_starts as (

    select
        cuts_inside_an_hour.account_id,
        cuts_inside_an_hour.meter,
        cuts_inside_an_hour.hour_start,
        cuts_inside_an_hour.cut_at as piece_start
    from cuts_inside_an_hour

    union

    select
        cuts_inside_an_hour.account_id,
        cuts_inside_an_hour.meter,
        cuts_inside_an_hour.hour_start,
        cuts_inside_an_hour.hour_start as piece_start
    from cuts_inside_an_hour

    union

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.hour_start,
        usage_contributions.hour_start as piece_start
    from usage_ranges_counted
    inner join usage_contributions
        on
            usage_contributions.account_id = usage_ranges_counted.account_id
            and usage_contributions.meter = usage_ranges_counted.meter
            and usage_contributions.hour_start >= usage_ranges_counted.range_start
            and usage_contributions.hour_start < usage_ranges_counted.range_end
    where
        usage_contributions.event_kind = 'quantity'
        and usage_contributions.quantity_decimals > usage_ranges_counted.input_decimals

),

pieces as (

    select
        piece_starts.*,
        lead(piece_starts.piece_start, 1, piece_starts.hour_start + interval '1 hour') over (
            partition by piece_starts.account_id, piece_starts.meter, piece_starts.hour_start
            order by piece_starts.piece_start
        ) as piece_end
    from piece_starts

)

select * from pieces
