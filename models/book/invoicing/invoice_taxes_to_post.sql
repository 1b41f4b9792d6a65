with build as (

    select * from {{ ref('stg_control__build') }}

),

invoices_to_issue as (

    select * from {{ ref('invoices_to_issue') }}

),

draft_invoice_taxes as (

    select * from {{ ref('stg_current__draft_invoice_taxes') }}

),

credit_notes_to_issue as (

    select * from {{ ref('credit_notes_to_issue') }}

),

credit_note_taxes as (

    select * from {{ ref('credit_note_taxes') }}

),

invoice_taxes as (

    select * from {{ ref('stg_book__invoice_taxes') }}

),

-- As the draft was published, like its lines.
taxes_of_drafts as (

    select
        draft_invoice_taxes.invoice_tax_id,
        build.build_number,
        draft_invoice_taxes.invoice_id,
        draft_invoice_taxes.account_id,
        draft_invoice_taxes.currency,
        draft_invoice_taxes.jurisdiction,
        draft_invoice_taxes.category,
        draft_invoice_taxes.rate_kind,
        draft_invoice_taxes.compound_on,
        draft_invoice_taxes.treatment,
        draft_invoice_taxes.reason,
        draft_invoice_taxes.tax_id,
        draft_invoice_taxes.exempt_reason,
        draft_invoice_taxes.rate_bp,
        draft_invoice_taxes.line_count,
        draft_invoice_taxes.taxable_minor,
        draft_invoice_taxes.tax_minor,
        draft_invoice_taxes.tax_included_minor
    from invoices_to_issue
    inner join draft_invoice_taxes on draft_invoice_taxes.invoice_id = invoices_to_issue.invoice_id
    cross join build

),

taxes_of_credit_notes as (

    select
        credit_note_taxes.invoice_tax_id,
        build.build_number,
        credit_note_taxes.invoice_id,
        credit_notes_to_issue.account_id,
        credit_notes_to_issue.currency,
        invoice_taxes.jurisdiction,
        invoice_taxes.category,
        invoice_taxes.rate_kind,
        invoice_taxes.compound_on,
        invoice_taxes.treatment,
        invoice_taxes.reason,
        invoice_taxes.tax_id,
        invoice_taxes.exempt_reason,
        invoice_taxes.rate_bp,
        1::bigint as line_count,
        credit_note_taxes.taxable_minor,
        credit_note_taxes.tax_minor,
        0::bigint as tax_included_minor
    from credit_note_taxes
    inner join credit_notes_to_issue on credit_notes_to_issue.invoice_id = credit_note_taxes.invoice_id
    inner join invoice_taxes on invoice_taxes.invoice_tax_id = credit_note_taxes.corrects_invoice_tax_id
    cross join build

),

taxes_united as (

    select * from taxes_of_drafts
    union all
    select * from taxes_of_credit_notes

)

select * from taxes_united
