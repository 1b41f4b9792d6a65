-- Periods with an event that a period which is not final is rated from: where a hold of several periods begins or ends, and where the reading
-- lies that the next one of its counter is compared to. Of the newest reading nobody knows yet which period that is.

with periods as not materialized (

    select * from {{ source('book', 'periods') }}

),

usage_holdings as (

    select * from {{ source('current', 'usage_holdings') }}

),

usage_readings as (

    select * from {{ source('current', 'usage_readings') }}

),

periods_final as (

    select * from {{ ref('periods_final') }}

),

holdings_over_an_end as (

    select
        usage_holdings.account_id,
        usage_holdings.started_at,
        usage_holdings.ended_at
    from usage_holdings
    inner join periods
        on
            periods.account_id = usage_holdings.account_id
            and periods.period_start <= usage_holdings.started_at
            and periods.period_end > usage_holdings.started_at
            and periods.period_end <= usage_holdings.ended_at

),

readings_with_the_next_one as (

    select
        usage_readings.account_id,
        usage_readings.occurred_at,
        lead(usage_readings.occurred_at) over (
            partition by usage_readings.account_id, usage_readings.meter, usage_readings.resource_id
            order by usage_readings.occurred_at
        ) as next_at
    from usage_readings

),

events_that_reach as (

    select
        readings_with_the_next_one.account_id,
        readings_with_the_next_one.occurred_at,
        readings_with_the_next_one.next_at as reaches_from,
        readings_with_the_next_one.next_at as reaches_until
    from readings_with_the_next_one

    union all

    select
        holdings_over_an_end.account_id,
        holdings_over_an_end.started_at as occurred_at,
        holdings_over_an_end.started_at as reaches_from,
        holdings_over_an_end.ended_at as reaches_until
    from holdings_over_an_end

    union all

    select
        holdings_over_an_end.account_id,
        holdings_over_an_end.ended_at as occurred_at,
        holdings_over_an_end.started_at as reaches_from,
        holdings_over_an_end.ended_at as reaches_until
    from holdings_over_an_end

),

periods_reaching_what_is_not_final as (

    select distinct periods.period_id
    from events_that_reach
    inner join periods
        on
            periods.account_id = events_that_reach.account_id
            and periods.period_start <= events_that_reach.occurred_at
            and periods.period_end > events_that_reach.occurred_at
    left join periods as periods_reached
        on
            periods_reached.account_id = events_that_reach.account_id
            and periods_reached.period_start <= events_that_reach.reaches_until
            and periods_reached.period_end > events_that_reach.reaches_from
    left join periods_final on periods_final.period_id = periods_reached.period_id
    where periods_final.period_id is null

)

select * from periods_reaching_what_is_not_final
