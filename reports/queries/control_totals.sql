-- Rated usage, what the journal booked for it, and the documents it stands on: three ways to the same amount, per currency.
with rated_lines as (

    select
        rated_usage.currency,
        count(*) as line_count,
        sum(rated_usage.amount_exact) as rated_exact_minor
    from billing.rated_usage
    where rated_usage.is_posted
    group by rated_usage.currency

),

residuals as (

    select
        rounding_residual.currency,
        max(abs(rounding_residual.residual)) as largest_residual
    from finance.rounding_residual
    group by rounding_residual.currency

),

-- A group may stand on the document of a later period than it was booked in: that of its own was cancelled.
documented_groups as (

    select
        invoice_lines.posting_group_id,
        invoice_lines.booking_period_start,
        invoices.currency,
        sum(invoice_lines.amount_minor + invoice_lines.tax_included_minor) as documented_minor
    from billing.invoice_lines
    inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
    where
        invoices.status <> 'void'
        and invoice_lines.posting_group_id is not null
    group by invoice_lines.posting_group_id, invoice_lines.booking_period_start, invoices.currency

),

documents as (

    select
        documented_groups.currency,
        sum(documented_groups.documented_minor) as documented_minor
    from documented_groups
    group by documented_groups.currency

),

-- Where the period has its document, what is not on it is missing, and not in a period still open.
documented_periods as (

    select
        invoices.account_id,
        invoices.currency,
        invoices.period_start
    from billing.invoices
    where
        invoices.status <> 'void'
        and invoices.corrects_invoice_id is null

),

entries as (

    select
        ledger_entries.currency,
        - sum(ledger_entries.amount_minor) as booked_minor,
        - coalesce(
            sum(ledger_entries.amount_minor) filter (where documented_groups.posting_group_id is null and documented_periods.account_id is null), 0
        ) as not_yet_documented_minor
    from billing.ledger_entries
    left join documented_groups
        on
            documented_groups.posting_group_id = ledger_entries.posting_group_id
            and documented_groups.booking_period_start = ledger_entries.booking_period_start
    left join documented_periods
        on
            documented_periods.account_id = ledger_entries.account_id
            and documented_periods.currency = ledger_entries.currency
            and documented_periods.period_start = ledger_entries.booking_period_start
    where ledger_entries.posting_group_id is not null
    group by ledger_entries.currency

),

amounts as (

    select
        coalesce(rated_lines.currency, entries.currency) as currency,
        coalesce(rated_lines.line_count, 0) as line_count,
        coalesce(rated_lines.rated_exact_minor, 0) as rated_exact_minor,
        coalesce(entries.booked_minor, 0) as booked_minor,
        coalesce(documents.documented_minor, 0) as documented_minor,
        coalesce(entries.not_yet_documented_minor, 0) as not_yet_documented_minor,
        coalesce(residuals.largest_residual, 0) as largest_residual
    from rated_lines
    full outer join entries on entries.currency = rated_lines.currency
    left join documents on documents.currency = coalesce(rated_lines.currency, entries.currency)
    left join residuals on residuals.currency = coalesce(rated_lines.currency, entries.currency)

)

select
    amounts.currency,
    amounts.line_count,
    amounts.rated_exact_minor,
    amounts.booked_minor - amounts.rated_exact_minor as rounding_minor,
    amounts.booked_minor,
    amounts.documented_minor,
    amounts.not_yet_documented_minor,
    amounts.booked_minor - amounts.documented_minor - amounts.not_yet_documented_minor as difference_minor,
    case
        when
            amounts.booked_minor = amounts.documented_minor + amounts.not_yet_documented_minor
            and amounts.largest_residual <= 0.5
            then 'agrees'
        else 'differs'
    end as verdict
from amounts
order by amounts.currency collate "C"
