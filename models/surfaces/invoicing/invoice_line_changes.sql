-- What each line of an issued document consists of: changes of rated lines, each documented once, with the price version that made the change.

with invoices as (

    select * from {{ source('book', 'invoices') }}

),

invoice_lines as (

    select * from {{ source('book', 'invoice_lines') }}

),

rated_lines as (

    select * from {{ source('book', 'rated_lines') }}

),

posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

price_terms as (

    select * from {{ source('current', 'price_terms') }}

),

-- Late usage is priced by what was known to the build that closed its period.
changes_with_what_was_known as (

    select
        invoice_lines.invoice_line_id,
        invoice_lines.invoice_id,
        invoices.account_id,
        invoices.bill_to_account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.meter,
        posting_groups.pricing_mode,
        posting_groups.price_source,
        posting_groups.currency,
        coalesce(
            (
                select case when period_closings.status = 'closed' then period_closings.build_number end
                from {{ source('book', 'period_closings') }} as period_closings
                where period_closings.period_id = periods.period_id and period_closings.build_number <= rated_lines.build_number
                order by period_closings.closing_number desc
                limit 1
            ),
            rated_lines.build_number
        ) as known_by_build_number,
        rated_lines.*
    from invoices
    inner join invoice_lines on invoice_lines.invoice_id = invoices.invoice_id
    inner join rated_lines
        on
            rated_lines.posting_group_id = invoice_lines.posting_group_id
            and rated_lines.booking_period_start = invoice_lines.booking_period_start
            and rated_lines.build_number <= invoices.build_number
    inner join posting_groups on posting_groups.posting_group_id = rated_lines.posting_group_id
    left join periods
        on
            periods.account_id = posting_groups.account_id
            and periods.period_start = posting_groups.service_period_start

),

changes_joined_to_terms as (

    select
        changes.invoice_line_id, changes.rated_line_id, changes.revision,
        changes.invoice_id, changes.posting_group_id, changes.ledger_entry_id, changes.account_id, changes.usage_account_id,
        changes.meter, changes.resource_id, changes.resource_type, changes.pricing_mode, changes.project_id, changes.submitter_id,
        changes.route_id, changes.region, changes.price_id, changes.price_source, changes.pricing_model, changes.unit, changes.currency,
        price_terms.price_batch_id, price_terms.price_row_number, price_terms.tier_batch_id,
        case
            when changes.side = 'retail' then changes.pricing_snapshot - 'wholesale_unit_price'
            else changes.pricing_snapshot
        end as pricing_snapshot,
        changes.build_number, changes.quantity_change, changes.quantity, changes.amount_exact_change, changes.amount_exact,
        changes.record_count, changes.window_start, changes.window_end, changes.bill_to_account_id
    from changes_with_what_was_known as changes
    left join price_terms
        on
            price_terms.price_id = changes.price_id
            and price_terms.known_from_build <= changes.known_by_build_number
            and price_terms.known_until_build > changes.known_by_build_number
    where
        {{ reader_may_see('changes.account_id') }}
        or {{ reader_may_see('changes.bill_to_account_id') }}

)

select * from changes_joined_to_terms
