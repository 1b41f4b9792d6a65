-- Periods of the months before a day that have ended by the newest build and were never closed. What somebody opened again, somebody closes.
select
    periods.account_id,
    to_char(periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as reference
from book.periods
where
    (periods.period_start at time zone periods.billing_timezone)::date < %(until)s
    and periods.period_end <= (select max(builds.as_of) from control.builds where builds.kind <> 'shadow')
    and not exists (select from book.period_closings where period_closings.period_id = periods.period_id)
    and not exists (select from current.parked_accounts where parked_accounts.account_id = periods.account_id)
order by periods.account_id collate "C", periods.period_start
