-- What is due on documents whose day has passed, by how long ago, for the account that pays.

with invoices as (

    select * from {{ ref('invoices_paid') }}

),

issued_invoices as (

    select * from {{ source('book', 'invoices') }}

),

newest_publication as (

    select max(publications.as_of) as as_of from {{ source('control', 'publications') }} as publications

),

documents_overdue as (

    select
        invoices.account_id,
        invoices.currency,
        invoices.amount_due_minor,
        issued_invoices.due_at,
        newest_publication.as_of - issued_invoices.due_at as age
    from invoices
    inner join issued_invoices on issued_invoices.invoice_id = invoices.invoice_id
    inner join newest_publication on newest_publication.as_of > issued_invoices.due_at
    where invoices.amount_due_minor > 0

),

amounts_by_age as (

    select
        documents_overdue.account_id,
        documents_overdue.currency,
        sum(documents_overdue.amount_due_minor) as overdue_minor,
        sum(documents_overdue.amount_due_minor) filter (where documents_overdue.age <= interval '30 days') as overdue_30_days_minor,
        sum(documents_overdue.amount_due_minor) filter (
            where documents_overdue.age > interval '30 days' and documents_overdue.age <= interval '60 days'
        ) as overdue_60_days_minor,
        sum(documents_overdue.amount_due_minor) filter (
            where documents_overdue.age > interval '60 days' and documents_overdue.age <= interval '90 days'
        ) as overdue_90_days_minor,
        sum(documents_overdue.amount_due_minor) filter (where documents_overdue.age > interval '90 days') as overdue_longer_minor,
        count(*) as overdue_count,
        min(documents_overdue.due_at) as oldest_due_at
    from documents_overdue
    group by documents_overdue.account_id, documents_overdue.currency

)

select * from amounts_by_age
