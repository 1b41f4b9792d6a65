-- Billing periods by their days and currency: how many still run, wait for their close, or are closed, and what their documents come to.
with newest_publication as (

    select max(builds.as_of) as as_of
    from operations.builds
    where builds.published_at is not null

),

periods as (

    select
        focus_billing_period."x_BillingAccountId" as account_id,
        focus_billing_period."x_BillingCurrency" as currency,
        focus_billing_period."x_BillingTimezone" as billing_timezone,
        focus_billing_period."BillingPeriodStart" as period_start,
        focus_billing_period."BillingPeriodEnd" as period_end,
        case
            when focus_billing_period."BillingPeriodStatus" = 'Closed' then 'closed'
            when focus_billing_period."BillingPeriodEnd" <= newest_publication.as_of then 'ended'
            else 'running'
        end as status
    from analytics.focus_billing_period
    cross join newest_publication

),

-- An account may have documents in another currency than its own: those stand under drafts and documents alone.
documents as (

    select
        invoices.account_id,
        invoices.currency,
        invoices.period_start,
        sum(invoices.total_minor) filter (where invoices.status = 'draft') as drafted_minor,
        sum(invoices.total_minor) filter (where invoices.status <> 'draft') as issued_minor
    from billing.invoices
    where
        invoices.status <> 'void'
        and invoices.corrects_invoice_id is null
    group by invoices.account_id, invoices.currency, invoices.period_start

)

select
    cast(periods.period_start at time zone periods.billing_timezone as date) as first_day,
    cast((periods.period_end - interval '1 microsecond') at time zone periods.billing_timezone as date) as last_day,
    periods.currency,
    count(*) as period_count,
    count(*) filter (where periods.status = 'running') as running_count,
    count(*) filter (where periods.status = 'ended') as ended_count,
    count(*) filter (where periods.status = 'closed') as closed_count,
    coalesce(sum(documents.drafted_minor), 0) as drafted_minor,
    coalesce(sum(documents.issued_minor), 0) as issued_minor
from periods
left join documents
    on
        documents.account_id = periods.account_id
        and documents.currency = periods.currency
        and documents.period_start = periods.period_start
group by first_day, last_day, periods.currency
order by first_day desc, last_day desc, periods.currency collate "C"
