-- What stands on drafts and documents, in the words of FOCUS 1.4: one row per line and per tax, cancelled documents included and marked.

with invoices as (

    select * from {{ ref('invoices') }}

),

invoice_lines as (

    select * from {{ ref('invoice_lines') }}

),

taxes_of_documents as (

    select * from {{ ref('taxes_of_documents') }}

),

invoice_parties as (

    select * from {{ ref('invoice_parties') }}

),

issuers as (

    select * from {{ ref('issuers_known') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

details_united as (

    select
        invoice_lines.invoice_id,
        cast(invoice_lines.invoice_line_id as text) as detail_id,
        invoice_lines.line_type,
        invoice_lines.description,
        invoice_lines.amount_minor
    from invoice_lines

    union all

    select
        taxes_of_documents.invoice_id,
        cast(taxes_of_documents.invoice_tax_id as text) as detail_id,
        'tax' as line_type,
        concat_ws(', ', 'Tax', taxes_of_documents.jurisdiction, taxes_of_documents.category) as description,
        taxes_of_documents.tax_minor as amount_minor
    from taxes_of_documents
    where taxes_of_documents.tax_minor <> 0

),

-- What an issued document said stays; a draft has the terms of now.
details_with_their_document as (

    select
        trim_scale(details_united.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as "BilledCost",
        invoices.account_id as "BillingAccountId",
        invoices.currency as "BillingCurrency",
        invoices.period_end as "BillingPeriodEnd",
        invoices.period_start as "BillingPeriodStart",
        case
            when details_united.line_type = 'tax' then 'Tax'
            when details_united.line_type in ('usage', 'commit_true_up') then 'Usage'
            when details_united.line_type in ('fee', 'zero_usage_fee') then 'Purchase'
            when details_united.line_type = 'one_off' and details_united.amount_minor >= 0 then 'Purchase'
            when details_united.line_type in ('credit', 'one_off', 'discount') then 'Credit'
            else 'Adjustment'
        end as "ChargeCategory",
        details_united.description as "InvoiceDetailDescription",
        jsonb_build_object('x_LineType', details_united.line_type) as "InvoiceDetailGrain",
        details_united.detail_id as "InvoiceDetailId",
        coalesce(invoices.invoice_number, cast(invoices.invoice_id as text)) as "InvoiceId",
        invoices.issued_at as "InvoiceIssueDate",
        case invoices.status when 'draft' then 'Open' when 'void' then 'Voided' else 'Issued' end as "InvoiceIssueStatus",
        coalesce(issuers.issuer_name, invoices.issuer_id, 'house') as "InvoiceIssuerName",
        invoices.currency as "PaymentCurrency",
        trim_scale(details_united.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as "PaymentCurrencyBilledCost",
        details_united.detail_id as "PaymentCurrencyInvoiceDetailId",
        invoices.due_at as "PaymentDueDate",
        'Net ' || coalesce(invoice_parties.payment_terms_days, accounts.payment_terms_days) as "PaymentTerms",
        invoice_parties.purchase_order as "PurchaseOrderNumber",
        coalesce(corrected_invoices.invoice_number, invoices.invoice_number, cast(invoices.invoice_id as text)) as "ReferenceInvoiceId",
        invoices.bill_to_account_id as "x_BillToAccountId"
    from details_united
    inner join invoices on invoices.invoice_id = details_united.invoice_id
    inner join currencies on currencies.currency_code = invoices.currency
    left join invoices as corrected_invoices on corrected_invoices.invoice_id = invoices.corrects_invoice_id
    left join invoice_parties on invoice_parties.invoice_id = invoices.invoice_id
    left join accounts on accounts.account_id = invoices.bill_to_account_id
    left join issuers on issuers.issuer_id = coalesce(invoices.issuer_id, 'house')
    where {{ reader_may_see('invoices.account_id') }} or {{ reader_may_see('invoices.bill_to_account_id') }}

)

select * from details_with_their_document
