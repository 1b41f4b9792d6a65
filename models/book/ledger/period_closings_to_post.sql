-- Closings that were asked for: of ended periods, in order, once. What this build books is booked before they close.

with build as (

    select * from {{ ref('stg_control__build') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

closings_asked_for as (

    select
        periods_planned.period_id,
        periods_planned.account_id,
        periods_planned.period_start,
        actions.action_id,
        actions.actor,
        actions.reason,
        row_number() over (partition by periods_planned.period_id order by actions.requested_at, actions.action_id collate "C") as standing
    from actions
    inner join periods_planned
        on
            periods_planned.account_id = actions.account_id
            and (
                actions.reference = to_char(periods_planned.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                or actions.reference = to_char(periods_planned.period_start at time zone periods_planned.billing_timezone, 'YYYY-MM-DD')
            )
    where
        actions.kind = 'period_close'
        and periods_planned.is_ended
        and not periods_planned.is_closed

),

closings_in_order as (

    select closings_asked_for.*
    from closings_asked_for
    where
        closings_asked_for.standing = 1
        and not exists (
            select 1
            from periods_planned
            where
                periods_planned.account_id = closings_asked_for.account_id
                and periods_planned.period_start < closings_asked_for.period_start
                and not periods_planned.is_closed
                and periods_planned.period_id not in (
                    select other_closings.period_id
                    from closings_asked_for as other_closings
                    where other_closings.standing = 1
                )
        )

),

new_closings as (

    select
        closings_in_order.period_id,
        coalesce(periods.closing_count, 0) + 1 as closing_number,
        build.build_number,
        'closed' as status,
        closings_in_order.action_id,
        closings_in_order.actor,
        closings_in_order.reason,
        build.as_of as closed_at
    from closings_in_order
    cross join build
    left join periods on periods.period_id = closings_in_order.period_id

)

select * from new_closings
