-- The records behind what is filed: each tax of each document in the month of its issue, and taken off again in the month in which it was cancelled.
with events as (

    select
        invoices.invoice_id,
        invoices.issued_at as filed_at,
        1 as sign
    from billing.invoices
    where invoices.issued_at is not null

    union all

    select
        invoices.invoice_id,
        invoices.voided_at as filed_at,
        -1 as sign
    from billing.invoices
    where invoices.voided_at is not null

)

select
    invoices.issuer_id,
    invoice_taxes.jurisdiction,
    cast(date_trunc('month', events.filed_at at time zone 'UTC') as date) as period,
    invoice_taxes.category,
    invoice_taxes.treatment,
    invoice_taxes.reason,
    invoice_taxes.rate_bp,
    invoices.currency,
    invoices.invoice_number,
    invoices.document_type,
    case events.sign when 1 then 'issued' else 'cancelled' end as event,
    cast(events.filed_at at time zone 'UTC' as date) as filed_on,
    corrected.invoice_number as corrects_invoice_number,
    invoices.account_id,
    invoices.bill_to_account_id,
    invoice_taxes.tax_id,
    events.sign * invoice_taxes.taxable_minor as taxable_minor,
    events.sign * invoice_taxes.tax_minor as tax_minor
from events
inner join billing.invoices on invoices.invoice_id = events.invoice_id
inner join billing.invoice_taxes on invoice_taxes.invoice_id = invoices.invoice_id
left join billing.invoices as corrected on corrected.invoice_id = invoices.corrects_invoice_id
-- Documents of before taxes were worked out are not filed.
where invoice_taxes.treatment is not null
order by
    invoices.issuer_id collate "C",
    invoice_taxes.jurisdiction collate "C",
    period,
    invoices.currency collate "C",
    invoice_taxes.category collate "C",
    invoice_taxes.rate_bp,
    filed_on,
    invoices.invoice_number collate "C",
    events.sign desc,
    taxable_minor
