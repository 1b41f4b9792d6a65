-- Documents that this build issues, each with the next number of its issuer, series and year. A build that fails uses up no number.

with build as (

    select * from {{ ref('stg_control__build') }}

),

documents_asked_for as (

    select * from {{ ref('documents_asked_for') }}

),

issuers as (

    select *
    from {{ ref('stg_records__issuers') }}
    where known_until_build = 9223372036854775807

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

documents_with_their_series as (

    select
        documents_asked_for.*,
        build.build_number,
        case documents_asked_for.document_type
            when 'credit_note' then coalesce(issuers.credit_note_series, 'CN')
            when 'statement' then coalesce(issuers.invoice_series, 'INV') || '-ST'
            else coalesce(issuers.invoice_series, 'INV')
        end as series,
        extract(year from build.as_of at time zone 'UTC')::int as series_year,
        build.as_of as issued_at,
        build.as_of + documents_asked_for.payment_terms_days * interval '1 day' as due_at
    from documents_asked_for
    cross join build
    left join issuers on issuers.issuer_id = documents_asked_for.issuer_id

),

numbers_used as (

    select
        invoices.issuer_id,
        invoices.series,
        invoices.series_year,
        max(invoices.series_number) as last_number
    from invoices
    group by invoices.issuer_id, invoices.series, invoices.series_year

),

documents_numbered as (

    select
        documents_with_their_series.*,
        (
            coalesce(numbers_used.last_number, 0)
            + row_number() over (
                partition by documents_with_their_series.issuer_id, documents_with_their_series.series, documents_with_their_series.series_year
                order by
                    documents_with_their_series.period_end, documents_with_their_series.account_id collate "C",
                    documents_with_their_series.currency collate "C", documents_with_their_series.invoice_id
            )
        )::int as series_number
    from documents_with_their_series
    left join numbers_used
        on
            numbers_used.issuer_id = documents_with_their_series.issuer_id
            and numbers_used.series = documents_with_their_series.series
            and numbers_used.series_year = documents_with_their_series.series_year

),

documents_planned as (

    select
        documents_numbered.*,
        documents_numbered.series || '-' || documents_numbered.series_year || '-'
        || lpad(documents_numbered.series_number::text, greatest(6, length(documents_numbered.series_number::text)), '0') as invoice_number
    from documents_numbered

)

select * from documents_planned
