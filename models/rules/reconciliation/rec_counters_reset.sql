-- A counter that stands lower than before is taken to have started anew, and its whole value is billed: a wrong reading would be, too.

with usage_readings as (

    select * from {{ ref('usage_readings') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

readings_of_the_last_build as (

    select * from {{ ref('stg_current__usage_readings') }}

),

readings_united as (

    select
        usage_readings.event_key,
        usage_readings.account_id,
        usage_readings.meter,
        usage_readings.resource_id
    from usage_readings
    where usage_readings.is_reset

    union

    select
        readings_of_the_last_build.usage_record_id as event_key,
        readings_of_the_last_build.account_id,
        readings_of_the_last_build.meter,
        readings_of_the_last_build.resource_id
    from readings_of_the_last_build
    where
        readings_of_the_last_build.is_reset
        and (readings_of_the_last_build.account_id, readings_of_the_last_build.meter) not in (
            select usage_ranges.account_id, usage_ranges.meter from usage_ranges
        )

),

offenders as (

    select
        'usage_to_rated' as check_name,
        readings_united.account_id,
        concat_ws(' ', readings_united.meter, readings_united.resource_id, readings_united.event_key::text) as subject,
        'counter_reset' as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        1 as record_count
    from readings_united

)

select * from offenders
