-- The lines of the drafts, one for each charge; days are those of the time zone in which the period was cut.
select
    invoices.invoice_id,
    invoices.account_id,
    invoice_lines.usage_account_id,
    invoice_lines.description,
    cast(
        invoice_lines.service_period_start
        at time zone coalesce(service_periods."x_BillingTimezone", periods."x_BillingTimezone", 'UTC') as date
    ) as first_day,
    cast(
        (invoice_lines.service_period_end - interval '1 microsecond')
        at time zone coalesce(service_periods."x_BillingTimezone", periods."x_BillingTimezone", 'UTC') as date
    ) as last_day,
    invoice_lines.quantity,
    invoice_lines.unit,
    invoices.currency,
    invoice_lines.amount_minor
from billing.invoice_lines
inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
left join analytics.focus_billing_period as periods
    on
        periods."x_BillingAccountId" = invoices.account_id
        and periods."BillingPeriodStart" = invoices.period_start
left join analytics.focus_billing_period as service_periods
    on
        service_periods."x_BillingAccountId" = invoices.account_id
        and service_periods."BillingPeriodStart" = invoice_lines.service_period_start
where invoices.status = 'draft'
order by
    cast((invoices.period_end - interval '1 microsecond') at time zone coalesce(periods."x_BillingTimezone", 'UTC') as date) desc,
    invoices.currency collate "C",
    invoices.account_id collate "C",
    invoices.invoice_id,
    invoice_lines.usage_account_id collate "C",
    invoice_lines.line_type collate "C",
    invoice_lines.description collate "C",
    invoice_lines.service_period_start,
    invoice_lines.invoice_line_id
