{{ config(indexes=[{'columns': ['hour_start'], 'unique': true}]) }}

-- Every hour in UTC in which something in scope was held.

with usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

hours as (

    select
        generate_series(
            date_trunc('hour', min(usage_holdings.started_at), 'UTC'),
            date_trunc('hour', max(usage_holdings.ended_at), 'UTC'),
            interval '1 hour'
        ) as hour_start
    from usage_holdings

),

hours_with_their_end as (

    select
        hours.hour_start,
        hours.hour_start + interval '1 hour' as hour_end
    from hours

)

select * from hours_with_their_end
