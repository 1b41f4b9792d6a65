-- What a tax return of a jurisdiction says of a month: documents issued in it, less credit notes and less documents that were cancelled in it.

with invoice_taxes as not materialized (

    select * from {{ source('book', 'invoice_taxes') }}

),

invoices as not materialized (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

taxes_issued_and_cancelled as (

    select
        invoice_taxes.*,
        1 as sign,
        invoices.document_type = 'credit_note' as is_credit_note,
        invoices.issuer_id,
        invoices.issued_at as filed_at
    from invoice_taxes
    inner join invoices on invoices.invoice_id = invoice_taxes.invoice_id

    union all

    select
        invoice_taxes.*,
        -1 as sign,
        false as is_credit_note,
        invoices.issuer_id,
        invoice_voids.voided_at as filed_at
    from invoice_taxes
    inner join invoices on invoices.invoice_id = invoice_taxes.invoice_id
    inner join invoice_voids on invoice_voids.invoice_id = invoice_taxes.invoice_id

),

tax_filing as (

    select
        taxes_issued_and_cancelled.jurisdiction,
        cast(date_trunc('month', taxes_issued_and_cancelled.filed_at at time zone 'UTC') as date) as period,
        taxes_issued_and_cancelled.category,
        taxes_issued_and_cancelled.rate_bp,
        taxes_issued_and_cancelled.currency,
        cast(sum(taxes_issued_and_cancelled.sign * taxes_issued_and_cancelled.taxable_minor) as bigint) as taxable_minor,
        cast(sum(taxes_issued_and_cancelled.sign * taxes_issued_and_cancelled.tax_minor) as bigint) as tax_minor,
        count(distinct taxes_issued_and_cancelled.invoice_id) filter (where taxes_issued_and_cancelled.sign > 0) as document_count,
        count(distinct taxes_issued_and_cancelled.invoice_id) filter (where taxes_issued_and_cancelled.is_credit_note) as credit_note_count,
        count(distinct taxes_issued_and_cancelled.invoice_id) filter (where taxes_issued_and_cancelled.sign < 0) as void_count,
        taxes_issued_and_cancelled.issuer_id,
        taxes_issued_and_cancelled.treatment,
        taxes_issued_and_cancelled.reason
    from taxes_issued_and_cancelled
    where {{ reader_may_see('taxes_issued_and_cancelled.account_id') }}
    group by
        taxes_issued_and_cancelled.jurisdiction,
        cast(date_trunc('month', taxes_issued_and_cancelled.filed_at at time zone 'UTC') as date),
        taxes_issued_and_cancelled.category,
        taxes_issued_and_cancelled.rate_bp,
        taxes_issued_and_cancelled.currency,
        taxes_issued_and_cancelled.issuer_id,
        taxes_issued_and_cancelled.treatment,
        taxes_issued_and_cancelled.reason

)

select * from tax_filing
