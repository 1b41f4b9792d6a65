-- Every change of a rated line: each is posted and documented once, so sums over changes need no notion of current.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

groups_on_documents as (

    select * from {{ ref('groups_on_documents') }}

),

changes_with_their_documents as (

    select
        rated_lines.rated_line_id,
        rated_lines.revision,
        rated_lines.build_number,
        rated_lines.quantity_change,
        rated_lines.amount_exact_change,
        case when posting_groups.is_posted then rated_lines.ledger_entry_id end as ledger_entry_id,
        case when posting_groups.is_posted then groups_on_documents.invoice_id end as invoice_id,
        rated_lines.booking_period_start,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        rated_lines.posting_group_id,
        rated_lines.unit,
        posting_groups.currency,
        rated_lines.quantity,
        rated_lines.amount_exact
    from rated_lines
    inner join posting_groups on posting_groups.posting_group_id = rated_lines.posting_group_id
    left join groups_on_documents
        on
            groups_on_documents.posting_group_id = rated_lines.posting_group_id
            and groups_on_documents.booking_period_start = rated_lines.booking_period_start
    where
        {{ reader_may_see('posting_groups.account_id') }}
        or (posting_groups.side = 'retail' and {{ reader_may_see('posting_groups.usage_account_id') }})

)

select * from changes_with_their_documents
