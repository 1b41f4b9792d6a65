-- What the tax of each document was worked out from: rate, treatment and reason of each tax, and whose tax id says so. The newest document first.
select
    coalesce(invoices.invoice_number, 'draft') as invoice_number,
    invoice_taxes.account_id,
    invoices.status,
    -- A draft has no day of issue yet: the last day of its period, as the account counts days.
    case
        when invoices.issued_at is not null then cast(invoices.issued_at at time zone 'UTC' as date)
        else cast((invoices.period_end - interval '1 microsecond') at time zone coalesce(periods."x_BillingTimezone", 'UTC') as date)
    end as tax_date,
    invoice_taxes.jurisdiction,
    invoice_taxes.category,
    invoice_taxes.treatment,
    invoice_taxes.reason,
    invoice_taxes.rate_bp,
    invoice_taxes.compound_on,
    invoice_taxes.tax_id,
    invoice_taxes.exempt_reason,
    -- Which results of outside providers the document is taxed by.
    (
        select string_agg(concat_ws(' ', results.tax_result ->> 'provider', results.tax_result ->> 'transaction_id'), ', ' order by results.position)
        from jsonb_array_elements(invoices.tax_results) with ordinality as results (tax_result, position)
    ) as tax_results,
    invoice_taxes.currency,
    invoice_taxes.taxable_minor,
    invoice_taxes.tax_minor,
    invoice_taxes.tax_included_minor
from billing.invoice_taxes
inner join billing.invoices on invoices.invoice_id = invoice_taxes.invoice_id
left join analytics.focus_billing_period as periods
    on
        periods."x_BillingAccountId" = invoices.account_id
        and periods."BillingPeriodStart" = invoices.period_start
order by
    invoices.issued_at desc nulls first,
    invoices.invoice_number collate "C",
    invoice_taxes.account_id collate "C",
    invoices.period_start,
    invoice_taxes.currency collate "C",
    invoice_taxes.jurisdiction collate "C",
    invoice_taxes.category collate "C",
    invoice_taxes.rate_bp,
    invoice_taxes.reason collate "C"
