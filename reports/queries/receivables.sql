-- What is left to pay on issued documents, by the account that pays and by how long ago it was due, in the ages of finance.delinquency.
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
    documents.account_id,
    accounts.name,
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
left join billing.accounts on accounts.account_id = documents.account_id
group by documents.currency, documents.account_id, accounts.name
order by
    documents.currency collate "C",
    max(documents.age) desc,
    due_minor desc,
    documents.account_id collate "C"
