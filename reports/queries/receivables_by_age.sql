-- Receivables of each currency by how long ago they were due, in the ages of finance.delinquency.
with newest_publication as (

    select max(builds.as_of) as as_of
    from operations.builds
    where builds.published_at is not null

),

documents as (

    select
        coalesce(invoices.bill_to_account_id, invoices.account_id) as account_id,
        invoices.currency,
        invoices.amount_due_minor,
        greatest(newest_publication.as_of - invoices.due_at, interval '0') as age
    from billing.invoices
    cross join newest_publication
    where
        invoices.status in ('issued', 'due', 'partially_paid')
        and invoices.amount_due_minor > 0

)

select
    documents.currency,
    count(distinct documents.account_id) as account_count,
    count(*) as document_count,
    coalesce(sum(documents.amount_due_minor) filter (where documents.age = interval '0'), 0) as current_minor,
    coalesce(sum(documents.amount_due_minor) filter (where documents.age > interval '0' and documents.age <= interval '30 days'), 0) as days_30_minor,
    coalesce(sum(documents.amount_due_minor) filter (
        where documents.age > interval '30 days' and documents.age <= interval '60 days'
    ), 0) as days_60_minor,
    coalesce(sum(documents.amount_due_minor) filter (
        where documents.age > interval '60 days' and documents.age <= interval '90 days'
    ), 0) as days_90_minor,
    coalesce(sum(documents.amount_due_minor) filter (where documents.age > interval '90 days'), 0) as longer_minor,
    sum(documents.amount_due_minor) as due_minor
from documents
group by documents.currency
order by documents.currency collate "C"
