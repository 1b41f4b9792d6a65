-- Drafts of ended periods, newest period first; days are those of the account's own time zone.
select
    invoices.invoice_id,
    invoices.account_id,
    accounts.name,
    cast(invoices.period_start at time zone coalesce(accounts.billing_timezone, 'UTC') as date) as first_day,
    cast((invoices.period_end - interval '1 microsecond') at time zone coalesce(accounts.billing_timezone, 'UTC') as date) as last_day,
    accounts.billing_timezone,
    invoices.period_start,
    invoices.period_end,
    invoices.currency,
    invoices.subtotal_minor,
    invoices.tax_minor,
    invoices.total_minor
from billing.invoices
left join billing.accounts on accounts.account_id = invoices.account_id
where invoices.status = 'draft'
order by
    last_day desc,
    invoices.currency collate "C",
    invoices.account_id collate "C",
    invoices.invoice_id
