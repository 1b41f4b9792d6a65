-- What stands in the way of opening a period again.
select
    coalesce(newest.status = 'closed', false) as is_closed,
    exists (
        select
        from book.periods as later_periods
        inner join book.period_closings on period_closings.period_id = later_periods.period_id
        where
            later_periods.account_id = periods.account_id
            and later_periods.period_start > periods.period_start
            and period_closings.status = 'closed'
            and not exists (
                select from book.period_closings as newer
                where newer.period_id = period_closings.period_id and newer.closing_number > period_closings.closing_number
            )
    ) as has_closed_after,
    (
        select invoices.invoice_number
        from book.invoices
        where
            invoices.account_id = periods.account_id
            and invoices.period_start = periods.period_start
            and invoices.corrects_invoice_id is null
            and not exists (select from book.invoice_voids where invoice_voids.invoice_id = invoices.invoice_id)
        limit 1
    ) as invoice_number
from book.periods
left join book.period_closings as newest
    on
        newest.period_id = periods.period_id
        and not exists (
            select from book.period_closings as newer where newer.period_id = newest.period_id and newer.closing_number > newest.closing_number
        )
where periods.account_id = %(account_id)s and periods.period_start = %(reference)s::timestamptz;
