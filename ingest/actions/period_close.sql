-- The period that a close names, and what stands in its way.
with named_periods as (
    select periods.*
    from book.periods
    where
        periods.account_id = %(account_id)s
        and case
            when %(local_date)s::date is null then periods.period_start = %(period_start)s::timestamptz
            else (periods.period_start at time zone periods.billing_timezone)::date = %(local_date)s::date
        end
),

newest_closings as (
    select distinct on (period_closings.period_id) period_closings.period_id, period_closings.status
    from book.period_closings
    order by period_closings.period_id, period_closings.closing_number desc
)

select
    to_char(named_periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as reference,
    coalesce(named_periods.period_end <= (select max(builds.as_of) from control.builds), false) as has_ended,
    coalesce(newest_closings.status = 'closed', false) as is_closed,
    (
        select to_char(min(periods.period_start) at time zone named_periods.billing_timezone, 'YYYY-MM-DD')
        from book.periods
        left join newest_closings as earlier_closings on earlier_closings.period_id = periods.period_id
        where
            periods.account_id = named_periods.account_id
            and periods.period_start < named_periods.period_start
            and earlier_closings.status is distinct from 'closed'
    ) as first_open_before,
    exists (
        select
        from raw.actions
        left join control.build_batches on build_batches.batch_id = actions.batch_id
        where
            actions.kind = 'period_close'
            and actions.account_id = named_periods.account_id
            and actions.reference = to_char(named_periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            and not exists (select from control.publications where publications.build_number >= build_batches.build_number)
    ) as is_asked_for
from named_periods
left join newest_closings on newest_closings.period_id = named_periods.period_id;
