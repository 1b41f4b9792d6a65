-- Accounts that something is to be done about, and why; those that are stopped first.
select
    delinquency.account_id,
    accounts.name,
    delinquency.state,
    delinquency.action,
    case when delinquency.is_overridden then 'yes' else 'no' end as is_overridden,
    delinquency.policy,
    delinquency.reason,
    delinquency.currency,
    delinquency.available_minor,
    delinquency.low_balance_minor,
    delinquency.runway_hours,
    delinquency.overdue_count,
    delinquency.overdue_minor,
    delinquency.disputed_minor,
    delinquency.oldest_due_at
from finance.delinquency
left join billing.accounts on accounts.account_id = delinquency.account_id
where delinquency.state <> 'ok'
order by
    delinquency.action = 'force_release' desc,
    delinquency.action = 'restrict' desc,
    delinquency.state collate "C",
    delinquency.account_id collate "C",
    delinquency.currency collate "C"
