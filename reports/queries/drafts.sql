-- Drafts of ended periods, newest period first; days are those of the time zone in which the period was cut.
select
    invoices.invoice_id,
    invoices.account_id,
    accounts.name,
    cast(invoices.period_start at time zone coalesce(periods."x_BillingTimezone", 'UTC') as date) as first_day,
    cast((invoices.period_end - interval '1 microsecond') at time zone coalesce(periods."x_BillingTimezone", 'UTC') as date) as last_day,
    periods."x_BillingTimezone" as billing_timezone,
    invoices.period_start,
    invoices.period_end,
    invoices.currency,
    invoices.subtotal_minor,
    invoices.tax_minor,
    invoices.total_minor
from billing.invoices
left join billing.accounts on accounts.account_id = invoices.account_id
left join analytics.focus_billing_period as periods
    on
        periods."x_BillingAccountId" = invoices.account_id
        and periods."BillingPeriodStart" = invoices.period_start
where invoices.status = 'draft'
order by
    last_day desc,
    invoices.currency collate "C",
    invoices.account_id collate "C",
    invoices.invoice_id
