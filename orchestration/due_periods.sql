-- The next period of each account that began before a day, has ended by the newest build and was never closed: accounts close in order, a build each.
-- What somebody opened again, somebody closes, and what comes after it waits.
with newest_closings as (
    select distinct on (period_closings.period_id)
        period_closings.period_id,
        period_closings.status
    from book.period_closings
    order by period_closings.period_id, period_closings.closing_number desc
)

select
    periods.account_id,
    to_char(periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as reference
from book.periods
where
    (periods.period_start at time zone periods.billing_timezone)::date < %(until)s
    and periods.period_end <= (select max(builds.as_of) from control.builds where builds.kind <> 'shadow')
    and not exists (select from newest_closings where newest_closings.period_id = periods.period_id)
    and not exists (
        select
        from book.periods as earlier_periods
        left join newest_closings on newest_closings.period_id = earlier_periods.period_id
        where
            earlier_periods.account_id = periods.account_id
            and earlier_periods.period_start < periods.period_start
            and newest_closings.status is distinct from 'closed'
    )
    and not exists (select from current.parked_accounts where parked_accounts.account_id = periods.account_id)
order by periods.account_id collate "C", periods.period_start
