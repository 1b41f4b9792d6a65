-- Single usage events may give way to their summary when nothing about them is open: each gate that has not passed says why a period is no candidate.
-- Nothing is deleted, by this or by anything else.

with retention_gates as (

    select * from {{ ref('retention_gates') }}

),

retention_reviews as (

    select * from {{ ref('retention_reviews') }}

),

gates_judged as (

    select
        retention_gates.*,
        retention_gates.summary_number is not null as is_summarised,
        coalesce(retention_gates.personal_value_count = 0, false) as is_minimised,
        -- What was summarised after somebody looked was not looked at.
        coalesce(retention_reviews.seen_by_build > retention_gates.summarised_by_build, false) as is_reviewed,
        retention_reviews.action_id as review_id,
        retention_reviews.reviewed_by,
        retention_reviews.approved_by,
        retention_reviews.approved_at
    from retention_gates
    left join retention_reviews
        on
            retention_reviews.account_id = retention_gates.account_id
            and retention_reviews.reference = to_char(retention_gates.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')

),

candidates as (

    select
        'raw.usage_events' as table_name,
        gates_judged.account_id,
        case
            when
                gates_judged.can_be_compacted
                and gates_judged.is_rated and gates_judged.is_invoiced and gates_judged.is_dispute_window_closed
                and gates_judged.is_summarised and gates_judged.is_minimised and gates_judged.is_reviewed
                then 'compact_candidate'
            else 'keep'
        end as decision,
        array_remove(array[
            case when not gates_judged.can_be_compacted then 'policy' end,
            case when not gates_judged.is_rated then 'rated' end,
            case when not gates_judged.is_invoiced then 'invoiced' end,
            case when not gates_judged.is_dispute_window_closed then 'dispute_window_closed' end,
            case when not gates_judged.is_summarised then 'summarised' end,
            case when not gates_judged.is_minimised then 'minimised' end,
            case when not gates_judged.is_reviewed then 'reviewed' end
        ], null) as gates_open,
        gates_judged.review_id,
        gates_judged.reviewed_by,
        gates_judged.approved_by,
        gates_judged.summary_number,
        gates_judged.event_count,
        gates_judged.personal_value_count,
        gates_judged.document_count,
        gates_judged.is_rated,
        gates_judged.is_invoiced,
        gates_judged.is_dispute_window_closed,
        gates_judged.is_summarised,
        gates_judged.is_minimised,
        gates_judged.is_reviewed,
        gates_judged.period_start,
        gates_judged.period_end,
        gates_judged.window_closes_at,
        gates_judged.approved_at
    from gates_judged
    where {{ reader_may_see('gates_judged.account_id') }}

)

select * from candidates
