{{ config(materialized='ephemeral') }}

-- Usage for which there is no meter, no account, no reseller of it or no period yet: nobody can price it.

with build as (

    select * from {{ ref('stg_control__build') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

accounts_billed as (

    select distinct usage_account_id as account_id
    from {{ ref('account_sides') }}
    where known_until_build = 9223372036854775807

),

usage_pieces as (

    select * from {{ ref('usage_pieces') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

pieces_unplaced as (

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
            when accounts_billed.account_id is null then 'unknown_reseller'
            else 'event_in_future'
        end as reason,
        usage_pieces.record_count,
        usage_pieces.quantity,
        usage_pieces.meter_window_start as window_start,
        usage_pieces.meter_window_end as window_end
    from usage_pieces
    left join accounts on accounts.account_id = usage_pieces.account_id
    left join accounts_billed on accounts_billed.account_id = usage_pieces.account_id
    cross join build
    where
        not usage_pieces.is_known_meter
        or accounts_billed.account_id is null
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

)

select * from pieces_unplaced
