-- What a month comes to, one row per currency: what was charged, put on documents, taxed, received, and what is owed now.
with charged as (

    select
        ledger_entries.currency,
        - sum(ledger_entries.amount_minor) as charged_minor
    from billing.ledger_entries
    where ledger_entries.posting_group_id is not null
    group by ledger_entries.currency

),

received as (

    select
        ledger_entries.currency,
        sum(ledger_entries.amount_minor) as received_minor
    from billing.ledger_entries
    where ledger_entries.entry_type in ('stripe_credit', 'provider_refund', 'chargeback_debit', 'chargeback_reversal')
    group by ledger_entries.currency

),

documents as (

    select
        invoices.currency,
        coalesce(sum(invoices.total_minor) filter (where invoices.status = 'draft'), 0) as drafted_minor,
        coalesce(sum(invoices.total_minor) filter (where invoices.status <> 'draft'), 0) as issued_minor,
        coalesce(sum(invoices.tax_minor) filter (where invoices.status <> 'draft'), 0) as tax_issued_minor
    from billing.invoices
    where invoices.status <> 'void'
    group by invoices.currency

),

overdue as (

    select
        receivables.currency,
        sum(receivables.overdue_minor) as overdue_minor
    from finance.receivables
    group by receivables.currency

),

owed as (

    select
        balances.currency,
        - coalesce(sum(balances.balance_minor) filter (where balances.balance_minor < 0), 0) as owed_minor,
        coalesce(sum(balances.balance_minor) filter (where balances.balance_minor > 0), 0) as held_minor
    from billing.balances
    group by balances.currency

)

select
    owed.currency,
    coalesce(charged.charged_minor, 0) as charged_minor,
    coalesce(documents.drafted_minor, 0) as drafted_minor,
    coalesce(documents.issued_minor, 0) as issued_minor,
    coalesce(documents.tax_issued_minor, 0) as tax_issued_minor,
    coalesce(received.received_minor, 0) as received_minor,
    owed.owed_minor,
    coalesce(overdue.overdue_minor, 0) as overdue_minor,
    owed.held_minor
from owed
left join charged on charged.currency = owed.currency
left join received on received.currency = owed.currency
left join documents on documents.currency = owed.currency
left join overdue on overdue.currency = owed.currency
order by owed.currency collate "C"
