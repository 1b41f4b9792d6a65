-- What is left to pay on issued documents, by the account that pays and by how long ago it was due.

with amounts_due_by_age as (

    select * from {{ ref('amounts_due_by_age') }}

),

receivables as (

    select
        amounts_due_by_age.account_id,
        amounts_due_by_age.currency,
        cast(amounts_due_by_age.due_minor as bigint) as due_minor,
        cast(coalesce(amounts_due_by_age.not_yet_due_minor, 0) as bigint) as not_yet_due_minor,
        cast(coalesce(amounts_due_by_age.overdue_minor, 0) as bigint) as overdue_minor,
        cast(coalesce(amounts_due_by_age.overdue_30_days_minor, 0) as bigint) as overdue_30_days_minor,
        cast(coalesce(amounts_due_by_age.overdue_60_days_minor, 0) as bigint) as overdue_60_days_minor,
        cast(coalesce(amounts_due_by_age.overdue_90_days_minor, 0) as bigint) as overdue_90_days_minor,
        cast(coalesce(amounts_due_by_age.overdue_longer_minor, 0) as bigint) as overdue_longer_minor,
        amounts_due_by_age.document_count,
        amounts_due_by_age.overdue_count,
        amounts_due_by_age.oldest_overdue_at
    from amounts_due_by_age
    where {{ reader_may_see('amounts_due_by_age.account_id') }}

)

select * from receivables
