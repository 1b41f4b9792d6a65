-- What usage and fees of a month have been billed, per currency: never added across currencies, net of tax, payments apart.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

invoice_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

taxes_included as (

    select * from {{ source('book', 'taxes_included') }}

),

-- Tax that prices hold is booked with the usage and is no revenue, known as soon as the period has ended.
taxes_united as (

    select
        draft_invoice_lines.posting_group_id,
        draft_invoice_lines.tax_included_minor
    from draft_invoice_lines

    union all

    select
        invoice_lines.posting_group_id,
        taxes_included.tax_included_minor
    from taxes_included
    inner join invoice_lines on invoice_lines.invoice_line_id = taxes_included.invoice_line_id
    where taxes_included.invoice_id not in (select invoice_voids.invoice_id from invoice_voids)

),

taxes_summed as (

    select
        taxes_united.posting_group_id,
        sum(taxes_united.tax_included_minor) as tax_included_minor
    from taxes_united
    group by taxes_united.posting_group_id

),

groups_with_their_month as (

    select
        cast(date_trunc(
            'month', (posting_groups.service_period_end - interval '1 microsecond') at time zone coalesce(periods.billing_timezone, 'UTC')
        ) as date) as revenue_month,
        posting_groups.account_id,
        posting_groups.currency,
        posting_groups.line_type,
        posting_groups.meter,
        -group_totals.posted_minor - coalesce(taxes_summed.tax_included_minor, 0) as revenue_minor
    from posting_groups
    inner join group_totals on group_totals.posting_group_id = posting_groups.posting_group_id
    left join taxes_summed on taxes_summed.posting_group_id = posting_groups.posting_group_id
    left join periods
        on
            periods.account_id = posting_groups.account_id
            and periods.period_start = posting_groups.service_period_start
    where
        posting_groups.is_posted
        and {{ reader_may_see('posting_groups.account_id') }}

),

revenue_summed as (

    select
        groups_with_their_month.revenue_month,
        groups_with_their_month.account_id,
        groups_with_their_month.currency,
        groups_with_their_month.line_type,
        groups_with_their_month.meter,
        cast(sum(groups_with_their_month.revenue_minor) as bigint) as revenue_minor
    from groups_with_their_month
    group by
        groups_with_their_month.revenue_month,
        groups_with_their_month.account_id,
        groups_with_their_month.currency,
        groups_with_their_month.line_type,
        groups_with_their_month.meter

)

select * from revenue_summed
