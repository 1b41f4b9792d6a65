-- Drafts of closed periods of the months before a day that nothing holds back: what `invoice_issue` may be asked for.
select
    draft_invoices.account_id,
    draft_invoices.invoice_id::text as reference
from current.draft_invoices
inner join book.periods on periods.account_id = draft_invoices.account_id and periods.period_start = draft_invoices.period_start
where
    (periods.period_start at time zone periods.billing_timezone)::date < %(until)s
    and draft_invoices.tax_hold_code is null
    and (
        select period_closings.status from book.period_closings
        where period_closings.period_id = periods.period_id
        order by period_closings.closing_number desc
        limit 1
    ) = 'closed'
    and not exists (select from book.invoices where invoices.invoice_id = draft_invoices.invoice_id)
    and not exists (select from current.parked_accounts where parked_accounts.account_id = draft_invoices.account_id)
order by draft_invoices.period_end, draft_invoices.account_id collate "C", draft_invoices.currency, draft_invoices.invoice_id
