-- One draft line for each posting group booked in an ended period: what its entries there sum to, book and plan together.

with accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

posting_groups_to_post as (

    select * from {{ ref('posting_groups_to_post') }}

),

rated_line_revisions as (

    select * from {{ ref('stg_book__rated_line_revisions') }}

),

rated_lines_to_post as (

    select * from {{ ref('rated_lines_to_post') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

entries_planned as (

    select * from {{ ref('entries_planned') }}

),

groups_to_draft as (

    select posting_groups.*
    from posting_groups
    inner join accounts_to_draft on accounts_to_draft.account_id = posting_groups.account_id
    where posting_groups.is_posted

    union all

    select posting_groups_to_post.*
    from posting_groups_to_post
    where posting_groups_to_post.is_posted

),

changes_of_lines as (

    select
        rated_line_revisions.posting_group_id,
        rated_line_revisions.booking_period_start,
        rated_line_revisions.price_id,
        rated_line_revisions.quantity_change,
        rated_line_revisions.unit
    from groups_to_draft
    inner join rated_line_revisions on rated_line_revisions.posting_group_id = groups_to_draft.posting_group_id

    union all

    select
        rated_lines_to_post.posting_group_id,
        rated_lines_to_post.booking_period_start,
        rated_lines_to_post.price_id,
        rated_lines_to_post.quantity_change,
        rated_lines_to_post.unit
    from groups_to_draft
    inner join rated_lines_to_post on rated_lines_to_post.posting_group_id = groups_to_draft.posting_group_id

),

quantities_booked as (

    select
        changes_of_lines.posting_group_id,
        changes_of_lines.booking_period_start,
        min(changes_of_lines.unit) as unit,
        case when min(changes_of_lines.price_id) = max(changes_of_lines.price_id) then min(changes_of_lines.price_id) end as price_id,
        sum(changes_of_lines.quantity_change) as quantity
    from changes_of_lines
    group by changes_of_lines.posting_group_id, changes_of_lines.booking_period_start

),

entries_united as (

    select
        ledger_entries.posting_group_id,
        ledger_entries.booking_period_start,
        ledger_entries.amount_minor
    from groups_to_draft
    inner join ledger_entries on ledger_entries.posting_group_id = groups_to_draft.posting_group_id

    union all

    select
        entries_planned.posting_group_id,
        entries_planned.booking_period_start,
        entries_planned.amount_minor
    from groups_to_draft
    inner join entries_planned on entries_planned.posting_group_id = groups_to_draft.posting_group_id

),

amounts_booked as (

    select
        entries_united.posting_group_id,
        entries_united.booking_period_start,
        -sum(entries_united.amount_minor) as amount_minor
    from entries_united
    group by entries_united.posting_group_id, entries_united.booking_period_start

),

lines_of_ended_periods as (

    select
        {{ book_id(["'draft'", "groups_to_draft.account_id", "groups_to_draft.currency", microseconds("quantities_booked.booking_period_start")]) }} as invoice_id,
        groups_to_draft.posting_group_id,
        groups_to_draft.account_id,
        groups_to_draft.usage_account_id,
        groups_to_draft.line_type,
        groups_to_draft.meter,
        groups_to_draft.resource_type,
        groups_to_draft.pricing_mode,
        groups_to_draft.price_source,
        groups_to_draft.currency,
        quantities_booked.price_id,
        quantities_booked.unit,
        quantities_booked.quantity,
        coalesce(amounts_booked.amount_minor, 0) as amount_minor,
        periods_planned.period_start,
        periods_planned.period_end,
        groups_to_draft.service_period_start,
        groups_to_draft.service_period_end
    from groups_to_draft
    inner join quantities_booked on quantities_booked.posting_group_id = groups_to_draft.posting_group_id
    inner join periods_planned
        on
            periods_planned.account_id = groups_to_draft.account_id
            and periods_planned.period_start = quantities_booked.booking_period_start
    left join amounts_booked
        on
            amounts_booked.posting_group_id = quantities_booked.posting_group_id
            and amounts_booked.booking_period_start = quantities_booked.booking_period_start
    where
        periods_planned.is_ended
        -- A group that came to nothing and never cost anything is no line.
        and (quantities_booked.quantity <> 0 or coalesce(amounts_booked.amount_minor, 0) <> 0)

)

select * from lines_of_ended_periods
