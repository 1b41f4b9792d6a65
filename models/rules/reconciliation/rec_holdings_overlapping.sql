-- A resource that is held twice at the same time is billed twice, as sent: one of the two may be a mistake.

with usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

holdings_of_the_last_build as (

    select * from {{ ref('stg_current__usage_holdings') }}

),

holdings_united as (

    select
        usage_holdings.event_key,
        usage_holdings.account_id,
        usage_holdings.meter,
        usage_holdings.resource_id
    from usage_holdings
    where usage_holdings.is_overlapping

    union

    select
        holdings_of_the_last_build.usage_record_id as event_key,
        holdings_of_the_last_build.account_id,
        holdings_of_the_last_build.meter,
        holdings_of_the_last_build.resource_id
    from holdings_of_the_last_build
    where
        holdings_of_the_last_build.is_overlapping
        and (holdings_of_the_last_build.account_id, holdings_of_the_last_build.meter) not in (
            select usage_ranges.account_id, usage_ranges.meter from usage_ranges
        )

),

offenders as (

    select
        'usage_to_rated' as check_name,
        holdings_united.account_id,
        concat_ws(' ', holdings_united.meter, holdings_united.resource_id, holdings_united.event_key::text) as subject,
        'overlapping_spans' as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        1 as record_count
    from holdings_united

)

select * from offenders
