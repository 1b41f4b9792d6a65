{{ config(indexes=[{'columns': ['account_id', 'meter', 'hour_start']}]) }}

-- Hours that a period end or a change of price cuts in two, piece by piece: their usage is read event by event.

with price_timelines as (

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
