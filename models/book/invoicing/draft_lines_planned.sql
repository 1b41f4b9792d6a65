-- One draft line for each posting group booked in an ended period: what its entries there sum to, book and plan together.

with periods_planned as (

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

lines_of_ended_periods as (

    select
        {{ book_id([
            "'draft'", "groups_to_draft.account_id", "groups_to_draft.currency", microseconds("draft_quantities.booking_period_start"),
        ]) }} as invoice_id,
        groups_to_draft.posting_group_id,
        groups_to_draft.account_id,
        groups_to_draft.usage_account_id,
        groups_to_draft.line_type,
        groups_to_draft.meter,
        groups_to_draft.resource_type,
        groups_to_draft.pricing_mode,
        groups_to_draft.price_source,
        groups_to_draft.price_scope,
        groups_to_draft.currency,
        draft_quantities.price_id,
        draft_quantities.unit,
        draft_quantities.quantity,
        coalesce(draft_amounts.amount_minor, 0) as amount_minor,
        periods_planned.known_by_build_number,
        periods_planned.period_start,
        periods_planned.period_end,
        groups_to_draft.service_period_start,
        groups_to_draft.service_period_end
    from groups_to_draft
    inner join draft_quantities on draft_quantities.posting_group_id = groups_to_draft.posting_group_id
    inner join periods_planned
        on
            periods_planned.account_id = groups_to_draft.account_id
            and periods_planned.period_start = draft_quantities.booking_period_start
    left join draft_amounts
        on
            draft_amounts.posting_group_id = draft_quantities.posting_group_id
            and draft_amounts.booking_period_start = draft_quantities.booking_period_start
    where
        periods_planned.is_ended
        -- A group that came to nothing and never cost anything is no line.
        and (draft_quantities.quantity <> 0 or coalesce(draft_amounts.amount_minor, 0) <> 0)

)

select * from lines_of_ended_periods
