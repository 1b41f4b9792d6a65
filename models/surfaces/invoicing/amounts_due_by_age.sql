-- What is due on documents, by how long ago their day has passed, for the account that pays.

with invoice_settlements as (

    select *
    from {{ source('current', 'invoice_settlements') }}
    where amount_due_minor > 0

),

newest_publication as (

    select max(publications.as_of) as as_of from {{ source('control', 'publications') }} as publications

),

documents_due as (

    select
        invoice_settlements.account_id,
        invoice_settlements.currency,
        invoice_settlements.amount_due_minor,
        coalesce(newest_publication.as_of > invoice_settlements.due_at, false) as is_overdue,
        invoice_settlements.due_at,
        newest_publication.as_of - invoice_settlements.due_at as age
    from invoice_settlements
    cross join newest_publication

),

amounts_by_age as (

    select
        documents_due.account_id,
        documents_due.currency,
        sum(documents_due.amount_due_minor) as due_minor,
        sum(documents_due.amount_due_minor) filter (where not documents_due.is_overdue) as not_yet_due_minor,
        sum(documents_due.amount_due_minor) filter (where documents_due.is_overdue) as overdue_minor,
        sum(documents_due.amount_due_minor) filter (where documents_due.is_overdue and documents_due.age <= interval '30 days')
            as overdue_30_days_minor,
        sum(documents_due.amount_due_minor) filter (
            where documents_due.age > interval '30 days' and documents_due.age <= interval '60 days'
        ) as overdue_60_days_minor,
        sum(documents_due.amount_due_minor) filter (
            where documents_due.age > interval '60 days' and documents_due.age <= interval '90 days'
        ) as overdue_90_days_minor,
        sum(documents_due.amount_due_minor) filter (where documents_due.age > interval '90 days') as overdue_longer_minor,
        count(*) as document_count,
        count(*) filter (where documents_due.is_overdue) as overdue_count,
        min(documents_due.due_at) filter (where documents_due.is_overdue) as oldest_overdue_at
    from documents_due
    group by documents_due.account_id, documents_due.currency

)

select * from amounts_by_age
