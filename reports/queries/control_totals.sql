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

entries as (

    select
        ledger_entries.currency,
        - sum(ledger_entries.amount_minor) as booked_minor,
        - coalesce(sum(ledger_entries.amount_minor) filter (where invoices.invoice_id is null), 0) as not_yet_documented_minor
    from billing.ledger_entries
    left join billing.invoices
        on
            invoices.account_id = ledger_entries.account_id
            and invoices.currency = ledger_entries.currency
            and invoices.period_start = ledger_entries.booking_period_start
            and invoices.status <> 'void'
    where ledger_entries.posting_group_id is not null
    group by ledger_entries.currency

),

documents as (

    select
        invoices.currency,
        sum(invoice_lines.amount_minor + invoice_lines.tax_included_minor) as documented_minor
    from billing.invoice_lines
    inner join billing.invoices on invoices.invoice_id = invoice_lines.invoice_id
    where
        invoices.status <> 'void'
        and invoice_lines.posting_group_id is not null
    group by invoices.currency

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
