-- Rated lines as they stand: for each line the revision that no other one follows, with the entry and the draft of its newest change.

with rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

commit_lines as (

    select * from {{ source('current', 'commit_lines') }}

),

grant_lines as (

    select * from {{ source('current', 'grant_lines') }}

),

fx_conversions as (

    select * from {{ source('current', 'fx_conversions') }}

),

groups_on_documents as (

    select * from {{ ref('groups_on_documents') }}

),

-- A line that nothing is left of is how the book says that it should not have been: a rebuild would not know it.
current_lines as (

    select rated_lines.*
    from rated_lines
    where
        not exists (
            select from {{ source('book', 'rated_lines') }} as next_lines
            where
                next_lines.rated_line_id = rated_lines.rated_line_id and next_lines.revision = rated_lines.revision + 1
                and next_lines.revision > 1
        )
        and not (rated_lines.record_count = 0 and rated_lines.quantity = 0 and rated_lines.amount_exact = 0)

),

lines_with_their_documents as (

    select
        current_lines.rated_line_id,
        current_lines.revision,
        posting_groups.account_id,
        posting_groups.side,
        posting_groups.meter,
        current_lines.resource_id,
        current_lines.resource_type,
        current_lines.window_start,
        current_lines.window_end,
        current_lines.quantity,
        current_lines.unit,
        current_lines.price_id,
        posting_groups.price_source,
        current_lines.pricing_model,
        posting_groups.currency,
        current_lines.amount_exact,
        posting_groups.service_period_start as period_start,
        posting_groups.service_period_end as period_end,
        case when posting_groups.is_posted then current_lines.ledger_entry_id end as ledger_entry_id,
        case when posting_groups.is_posted then groups_on_documents.invoice_id end as invoice_id,
        coalesce(fx_conversions.target_snapshot_id, fx_conversions.source_snapshot_id) as fx_snapshot_id,
        case
            when posting_groups.side = 'retail' then current_lines.pricing_snapshot - 'wholesale_unit_price'
            else current_lines.pricing_snapshot
        end as pricing_snapshot,
        posting_groups.usage_account_id,
        posting_groups.charge_id as charge,
        posting_groups.is_posted,
        current_lines.project_id,
        current_lines.submitter_id,
        current_lines.route_id,
        current_lines.region,
        commit_lines.commit_contract_id,
        grant_lines.credit_grant_id,
        current_lines.posting_group_id,
        posting_groups.line_type,
        posting_groups.pricing_mode,
        current_lines.record_count,
        current_lines.build_number,
        current_lines.booking_period_start,
        case when fx_conversions.target_snapshot_id is not null then fx_conversions.source_snapshot_id end as fx_base_snapshot_id
    from current_lines
    inner join posting_groups on posting_groups.posting_group_id = current_lines.posting_group_id
    left join commit_lines on commit_lines.rated_line_id = current_lines.rated_line_id
    left join grant_lines on grant_lines.rated_line_id = current_lines.rated_line_id
    left join fx_conversions
        on
            posting_groups.side = 'retail'
            and fx_conversions.usage_account_id = posting_groups.usage_account_id
            and fx_conversions.period_start = posting_groups.service_period_start
            and fx_conversions.used_on = (current_lines.window_start at time zone 'UTC')::date
    left join groups_on_documents
        on
            groups_on_documents.posting_group_id = current_lines.posting_group_id
            and groups_on_documents.booking_period_start = current_lines.booking_period_start
    where
        {{ reader_may_see('posting_groups.account_id') }}
        or (posting_groups.side = 'retail' and {{ reader_may_see('posting_groups.usage_account_id') }})

)

select * from lines_with_their_documents
