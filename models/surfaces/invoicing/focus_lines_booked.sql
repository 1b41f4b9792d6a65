-- What each rated line came to in each booking period: a late change of a closed period is a charge of its own. Nearly every line has one revision.

with rated_lines as not materialized (

    select * from {{ source('book', 'rated_lines') }}

),

lines_revised as (

    select rated_lines.rated_line_id
    from rated_lines
    where rated_lines.revision = 2 and rated_lines.revision > 1

),

changes_summed as (

    select
        rated_lines.rated_line_id,
        rated_lines.booking_period_start,
        max(rated_lines.revision) as revision,
        sum(rated_lines.quantity_change) as quantity,
        sum(rated_lines.amount_exact_change) as amount_exact
    from lines_revised
    inner join rated_lines on rated_lines.rated_line_id = lines_revised.rated_line_id
    group by rated_lines.rated_line_id, rated_lines.booking_period_start

),

lines_booked as (

    select
        rated_lines.rated_line_id,
        rated_lines.posting_group_id,
        rated_lines.booking_period_start,
        rated_lines.quantity,
        rated_lines.amount_exact,
        rated_lines.record_count,
        rated_lines.price_id,
        rated_lines.pricing_model,
        rated_lines.resource_id,
        rated_lines.resource_type,
        rated_lines.project_id,
        rated_lines.submitter_id,
        rated_lines.route_id,
        rated_lines.region,
        rated_lines.window_start,
        rated_lines.window_end
    from rated_lines
    where
        rated_lines.revision = 1
        and not exists (select from lines_revised where lines_revised.rated_line_id = rated_lines.rated_line_id)

    union all

    select
        rated_lines.rated_line_id,
        rated_lines.posting_group_id,
        rated_lines.booking_period_start,
        changes_summed.quantity,
        changes_summed.amount_exact,
        rated_lines.record_count,
        rated_lines.price_id,
        rated_lines.pricing_model,
        rated_lines.resource_id,
        rated_lines.resource_type,
        rated_lines.project_id,
        rated_lines.submitter_id,
        rated_lines.route_id,
        rated_lines.region,
        rated_lines.window_start,
        rated_lines.window_end
    from changes_summed
    inner join rated_lines
        on
            rated_lines.rated_line_id = changes_summed.rated_line_id
            and rated_lines.revision = changes_summed.revision

)

select * from lines_booked
