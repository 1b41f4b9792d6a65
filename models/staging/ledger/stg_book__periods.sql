with periods as (

    select * from {{ source('book', 'periods') }}

),

closings as (

    select * from {{ source('book', 'period_closings') }}

),

newest_closings as (

    select
        closings.*,
        row_number() over (partition by closings.period_id order by closings.closing_number desc) as recency
    from closings

),

periods_with_their_state as (

    select
        periods.period_id,
        periods.build_number,
        periods.account_id,
        periods.billing_timezone,
        periods.currency,
        periods.billing_mode,
        -- Records as the closing build knew them rate what arrives late.
        case when newest_closings.status = 'closed' then newest_closings.build_number end as closed_by_build_number,
        coalesce(newest_closings.closing_number, 0) as closing_count,
        coalesce(newest_closings.status = 'closed', false) as is_closed,
        periods.period_start,
        periods.period_end
    from periods
    left join newest_closings
        on
            newest_closings.period_id = periods.period_id
            and newest_closings.recency = 1

)

select * from periods_with_their_state
