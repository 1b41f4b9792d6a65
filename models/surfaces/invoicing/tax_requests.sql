-- What an outside tax provider is to be asked about: the lines of drafts whose tax profiles name one, with where seller and customer are.

with draft_invoices as (

    select * from {{ source('current', 'draft_invoices') }}

),

draft_invoice_lines as (

    select * from {{ source('current', 'draft_invoice_lines') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

accounts as (

    select *
    from {{ ref('account_versions') }}
    where known_until_build = 9223372036854775807

),

issuers as (

    select *
    from {{ ref('issuer_versions') }}
    where known_until_build = 9223372036854775807

),

tax_requests as (

    select
        draft_invoice_lines.invoice_id,
        draft_invoice_lines.invoice_line_id,
        draft_invoice_lines.account_id,
        draft_invoice_lines.tax_provider,
        draft_invoices.tax_hold_code as reason,
        draft_invoice_lines.currency,
        -- The provider is asked about what the price says: with the tax where it holds it.
        draft_invoice_lines.amount_minor + draft_invoice_lines.tax_included_minor as amount_minor,
        draft_invoice_lines.is_tax_included,
        draft_invoice_lines.tax_category,
        draft_invoice_lines.line_type,
        draft_invoice_lines.meter,
        draft_invoice_lines.resource_type,
        draft_invoice_lines.description,
        draft_invoice_lines.quantity,
        draft_invoice_lines.unit,
        currencies.minor_unit_exponent,
        accounts.legal_name,
        accounts.address_line,
        accounts.postal_code,
        accounts.city,
        accounts.country,
        accounts.tax_id,
        coalesce(accounts.issuer_id, 'house') as issuer_id,
        issuers.legal_name as issuer_legal_name,
        issuers.address_line as issuer_address_line,
        issuers.postal_code as issuer_postal_code,
        issuers.city as issuer_city,
        issuers.country as issuer_country,
        issuers.tax_id as issuer_tax_id,
        draft_invoices.period_start,
        draft_invoices.period_end,
        draft_invoice_lines.service_period_start,
        draft_invoice_lines.service_period_end
    from draft_invoice_lines
    inner join draft_invoices on draft_invoices.invoice_id = draft_invoice_lines.invoice_id
    left join currencies on currencies.currency_code = draft_invoice_lines.currency
    left join accounts on accounts.account_id = draft_invoice_lines.account_id
    left join issuers on issuers.issuer_id = coalesce(accounts.issuer_id, 'house')
    where
        draft_invoice_lines.tax_provider is not null
        and {{ reader_may_see('draft_invoice_lines.account_id') }}

)

select * from tax_requests
