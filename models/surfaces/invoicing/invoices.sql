-- Documents with their sums. A draft has no number and nothing is due on it; what became of an issued document is derived, never stored.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

invoice_voids as (

    select * from {{ source('book', 'invoice_voids') }}

),

invoice_settlements as (

    select * from {{ source('current', 'invoice_settlements') }}

),

tax_evidence as (

    select * from {{ ref('tax_evidence') }}

),

newest_publication as (

    select max(publications.as_of) as as_of from {{ source('control', 'publications') }} as publications

),

documents_united as (

    select
        draft_invoices.invoice_id,
        cast(null as text) as invoice_number,
        draft_invoices.account_id,
        draft_invoices.currency,
        draft_invoices.period_start,
        draft_invoices.period_end,
        'draft' as status,
        draft_invoices.subtotal_minor,
        draft_invoices.tax_minor,
        draft_invoices.total_minor,
        draft_invoices.total_minor as amount_due_minor,
        draft_taxes.tax_treatment,
        draft_taxes.tax_evidence,
        draft_invoices.line_count,
        cast(null as text) as document_type,
        cast(null as text) as issuer_id,
        draft_invoices.account_id as bill_to_account_id,
        cast(null as uuid) as corrects_invoice_id,
        cast(0 as bigint) as paid_minor,
        cast(0 as bigint) as credited_minor,
        cast(0 as bigint) as written_off_minor,
        cast(null as text) as evidence_hash,
        cast(null as timestamp with time zone) as issued_at,
        cast(null as timestamp with time zone) as due_at,
        cast(null as timestamp with time zone) as voided_at,
        draft_taxes.tax_results
    from draft_invoices
    left join tax_evidence as draft_taxes on draft_taxes.invoice_id = draft_invoices.invoice_id

    union all

    select
        issued_invoices.invoice_id,
        issued_invoices.invoice_number,
        issued_invoices.account_id,
        issued_invoices.currency,
        issued_invoices.period_start,
        issued_invoices.period_end,
        case
            when invoice_voids.invoice_id is not null then 'void'
            when issued_invoices.total_minor < 0 then 'issued'
            when invoice_settlements.amount_due_minor = 0 and invoice_settlements.written_off_minor > 0 then 'uncollectible'
            when invoice_settlements.amount_due_minor = 0 then 'paid'
            when invoice_settlements.paid_minor > 0 then 'partially_paid'
            when issued_invoices.due_at <= newest_publication.as_of then 'due'
            else 'issued'
        end as status,
        issued_invoices.subtotal_minor,
        issued_invoices.tax_minor,
        issued_invoices.total_minor,
        coalesce(invoice_settlements.amount_due_minor, 0) as amount_due_minor,
        issued_taxes.tax_treatment,
        issued_taxes.tax_evidence,
        issued_invoices.line_count,
        issued_invoices.document_type,
        issued_invoices.issuer_id,
        issued_invoices.bill_to_account_id,
        issued_invoices.corrects_invoice_id,
        coalesce(invoice_settlements.paid_minor, 0) as paid_minor,
        coalesce(invoice_settlements.credited_minor, 0) as credited_minor,
        coalesce(invoice_settlements.written_off_minor, 0) as written_off_minor,
        issued_invoices.evidence_hash,
        issued_invoices.issued_at,
        issued_invoices.due_at,
        invoice_voids.voided_at,
        issued_taxes.tax_results
    from issued_invoices
    cross join newest_publication
    left join invoice_voids on invoice_voids.invoice_id = issued_invoices.invoice_id
    left join tax_evidence as issued_taxes on issued_taxes.invoice_id = issued_invoices.invoice_id
    left join invoice_settlements on invoice_settlements.invoice_id = issued_invoices.invoice_id

)

select *
from documents_united
where
    {{ reader_may_see('documents_united.account_id') }}
    or {{ reader_may_see('documents_united.bill_to_account_id') }}
