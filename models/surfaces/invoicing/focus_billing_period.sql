-- Billing periods in the words of FOCUS 1.4: open until they are closed, and open again only where somebody else approved it.

with periods as (

    select * from {{ source('book', 'periods') }}

),

period_closings as (

    select * from {{ source('book', 'period_closings') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

issuers as (

    select * from {{ ref('issuers_known') }}

),

builds as (

    select * from {{ source('control', 'builds') }}

),

closings_summed as (

    select
        period_closings.period_id,
        (array_agg(period_closings.status order by period_closings.closing_number desc))[1] as status,
        max(period_closings.closed_at) as last_changed_at
    from period_closings
    group by period_closings.period_id

),

periods_with_their_status as (

    select
        builds.as_of as "BillingPeriodCreated",
        periods.period_end as "BillingPeriodEnd",
        coalesce(closings_summed.last_changed_at, builds.as_of) as "BillingPeriodLastUpdated",
        periods.period_start as "BillingPeriodStart",
        case when closings_summed.status = 'closed' then 'Closed' else 'Open' end as "BillingPeriodStatus",
        coalesce(issuers.issuer_name, accounts.issuer_id, 'house') as "InvoiceIssuerName",
        periods.account_id as "x_BillingAccountId",
        periods.currency as "x_BillingCurrency",
        periods.billing_timezone as "x_BillingTimezone"
    from periods
    inner join builds on builds.build_number = periods.build_number
    left join closings_summed on closings_summed.period_id = periods.period_id
    left join accounts on accounts.account_id = periods.account_id
    left join issuers on issuers.issuer_id = coalesce(accounts.issuer_id, 'house')
    where {{ reader_may_see('periods.account_id') }}

)

select * from periods_with_their_status
