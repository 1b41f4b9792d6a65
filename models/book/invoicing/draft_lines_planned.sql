-- One line for each posting group and the period it is booked in, unless it stands on a document: what its entries there sum to.
-- It is a line of a draft once the period of its document has ended; before that it only tells the tax to come.

with periods_planned as not materialized (

    select * from {{ ref('periods_planned') }}

),

groups_to_draft as (

    select * from {{ ref('groups_to_draft') }}

),

draft_quantities as (

    select * from {{ ref('draft_quantities') }}

),

draft_amounts as (

    select * from {{ ref('draft_amounts') }}

),

groups_on_paper as (

    select * from {{ ref('groups_on_paper') }}

),

booking_periods_moved as (

    select * from {{ ref('booking_periods_moved') }}

),

-- Made first: joined to the periods as one query, all lines of a month would meet all accounts that share it.
lines_not_on_paper as materialized (

    select
        groups_to_draft.*,
        draft_quantities.price_id,
        draft_quantities.price_ids,
        draft_quantities.unit,
        draft_quantities.quantity,
        coalesce(draft_amounts.amount_minor, 0) as amount_minor,
        draft_quantities.booking_period_start,
        case
            when booking_periods_moved.account_id is null then draft_quantities.booking_period_start
            else booking_periods_moved.document_period_start
        end as document_period_start
    from groups_to_draft
    inner join draft_quantities on draft_quantities.posting_group_id = groups_to_draft.posting_group_id
    left join draft_amounts
        on
            draft_amounts.posting_group_id = draft_quantities.posting_group_id
            and draft_amounts.booking_period_start = draft_quantities.booking_period_start
    left join booking_periods_moved
        on
            booking_periods_moved.account_id = groups_to_draft.account_id
            and booking_periods_moved.currency = groups_to_draft.currency
            and booking_periods_moved.booking_period_start = draft_quantities.booking_period_start
    left join groups_on_paper
        on
            groups_on_paper.posting_group_id = draft_quantities.posting_group_id
            and groups_on_paper.booking_period_start = draft_quantities.booking_period_start
    where
        groups_on_paper.posting_group_id is null
        -- A group that came to nothing and never cost anything is no line.
        and (draft_quantities.quantity <> 0 or coalesce(draft_amounts.amount_minor, 0) <> 0)

),

lines_of_documents as (

    select
        {{ book_id(["'draft'", "lines_not_on_paper.account_id", "lines_not_on_paper.currency", microseconds("document_periods.period_start")]) }}
            as invoice_id,
        lines_not_on_paper.posting_group_id,
        lines_not_on_paper.account_id,
        lines_not_on_paper.usage_account_id,
        lines_not_on_paper.line_type,
        lines_not_on_paper.meter,
        lines_not_on_paper.resource_type,
        lines_not_on_paper.pricing_mode,
        lines_not_on_paper.price_source,
        lines_not_on_paper.price_scope,
        lines_not_on_paper.currency,
        lines_not_on_paper.price_id,
        lines_not_on_paper.price_ids,
        lines_not_on_paper.unit,
        lines_not_on_paper.quantity,
        lines_not_on_paper.amount_minor,
        booking_periods.known_by_build_number,
        document_periods.is_ended,
        document_periods.period_start,
        document_periods.period_end,
        lines_not_on_paper.booking_period_start,
        lines_not_on_paper.service_period_start,
        lines_not_on_paper.service_period_end
    from lines_not_on_paper
    inner join periods_planned as document_periods
        on
            document_periods.account_id = lines_not_on_paper.account_id
            and document_periods.period_start = lines_not_on_paper.document_period_start
    inner join periods_planned as booking_periods
        on
            booking_periods.account_id = lines_not_on_paper.account_id
            and booking_periods.period_start = lines_not_on_paper.booking_period_start

)

select * from lines_of_documents
