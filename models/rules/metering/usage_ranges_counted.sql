{{ config(materialized='ephemeral') }}

-- Where quantities just add up, with the decimals they may have: all meters but those of a maximum, a latest value or a unique count,
-- and those that take no quantities. What no meter counts adds up, too, and waits.

with meters as (

    select * from {{ ref('meters') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

ranges_that_add_up as (

    select
        usage_ranges.*,
        coalesce(meters.input_decimals, 9) as input_decimals
    from usage_ranges
    left join meters on meters.meter = usage_ranges.meter
    where
        meters.meter is null
        or (
            meters.aggregation not in ('max', 'latest', 'unique_count')
            and 'quantity' = any(string_to_array(meters.event_kinds, '|'))
        )

)

select * from ranges_that_add_up
