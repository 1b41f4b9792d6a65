-- Receivables of each currency by how long ago they were due, youngest first.
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
        case
            when invoices.due_at >= newest_publication.as_of then 1
            when newest_publication.as_of - invoices.due_at <= interval '30 days' then 2
            when newest_publication.as_of - invoices.due_at <= interval '60 days' then 3
            when newest_publication.as_of - invoices.due_at <= interval '90 days' then 4
            else 5
        end as age_number
    from billing.invoices
    cross join newest_publication
    where
        invoices.status in ('issued', 'due', 'partially_paid')
        and invoices.amount_due_minor > 0

),

ages (age_number, age) as (
    values
    (1, 'Not due yet'),
    (2, '1 to 30 days'),
    (3, '31 to 60 days'),
    (4, '61 to 90 days'),
    (5, 'Over 90 days')
),

currencies as (

    select distinct documents.currency
    from documents

)

select
    currencies.currency,
    ages.age,
    count(documents.currency) as document_count,
    count(distinct documents.account_id) as account_count,
    coalesce(sum(documents.amount_due_minor), 0) as due_minor
from currencies
cross join ages
left join documents
    on
        documents.currency = currencies.currency
        and documents.age_number = ages.age_number
group by currencies.currency, ages.age_number, ages.age
order by currencies.currency collate "C", ages.age_number
