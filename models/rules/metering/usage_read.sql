{{ config(materialized='ephemeral') }}

-- What counters have counted: each increase belongs to the instant of the later reading.

with usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_readings as (

    select * from {{ ref('usage_readings') }}

),

increases as (

    select
        usage_readings.account_id,
        usage_readings.meter,
        usage_readings.resource_id,
        usage_readings.resource_type,
        usage_readings.pricing_mode,
        usage_readings.project_id,
        usage_readings.submitter_id,
        usage_readings.route_id,
        usage_readings.region,
        usage_readings.pricing_snapshot,
        1 as record_count,
        usage_readings.quantity,
        usage_readings.occurred_at as piece_start
    from usage_ranges
    inner join usage_readings
        on
            usage_readings.account_id = usage_ranges.account_id
            and usage_readings.meter = usage_ranges.meter
            and usage_readings.occurred_at >= usage_ranges.range_start
            and usage_readings.occurred_at < usage_ranges.range_end
    where usage_readings.reason is null

)

select * from increases
