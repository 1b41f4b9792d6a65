-- The plan beside the book, line by line: a full join, so that what is gone is seen as well as what is new.

with rated_lines_planned as (

    select * from {{ ref('rated_lines_planned') }}

),

posting_groups_planned as (

    select * from {{ ref('posting_groups_planned') }}

),

rated_lines as (

    select * from {{ ref('stg_book__rated_lines') }}

),

lines_of_the_book as (

    select rated_lines.*
    from posting_groups_planned
    inner join rated_lines on rated_lines.posting_group_id = posting_groups_planned.posting_group_id
    where posting_groups_planned.is_in_book

),

lines_compared as (

    select
        coalesce(rated_lines_planned.rated_line_id, lines_of_the_book.rated_line_id) as rated_line_id,
        coalesce(rated_lines_planned.posting_group_id, lines_of_the_book.posting_group_id) as posting_group_id,
        coalesce(rated_lines_planned.resource_id, lines_of_the_book.resource_id) as resource_id,
        coalesce(rated_lines_planned.resource_type, lines_of_the_book.resource_type) as resource_type,
        coalesce(rated_lines_planned.project_id, lines_of_the_book.project_id) as project_id,
        coalesce(rated_lines_planned.submitter_id, lines_of_the_book.submitter_id) as submitter_id,
        coalesce(rated_lines_planned.route_id, lines_of_the_book.route_id) as route_id,
        coalesce(rated_lines_planned.region, lines_of_the_book.region) as region,
        coalesce(rated_lines_planned.unit, lines_of_the_book.unit) as unit,
        coalesce(rated_lines_planned.price_id, lines_of_the_book.price_id) as price_id,
        coalesce(rated_lines_planned.pricing_model, lines_of_the_book.pricing_model) as pricing_model,
        coalesce(rated_lines_planned.pricing_snapshot::jsonb, lines_of_the_book.pricing_snapshot) as pricing_snapshot,
        coalesce(lines_of_the_book.revision, 0) as revision_in_book,
        coalesce(rated_lines_planned.record_count, 0) as record_count,
        coalesce(rated_lines_planned.quantity, 0) as quantity,
        coalesce(lines_of_the_book.quantity, 0) as quantity_in_book,
        coalesce(rated_lines_planned.amount_exact, 0) as amount_exact,
        coalesce(lines_of_the_book.amount_exact, 0) as amount_exact_in_book,
        coalesce(rated_lines_planned.window_start, lines_of_the_book.window_start) as window_start,
        coalesce(rated_lines_planned.window_end, lines_of_the_book.window_end) as window_end,
        -- A line gets a new revision when its quantity, its price, how long that holds in its window, or its amount changes, and for nothing else.
        lines_of_the_book.rated_line_id is null
        or coalesce(rated_lines_planned.quantity, 0) <> lines_of_the_book.quantity
        or coalesce(rated_lines_planned.amount_exact, 0) <> lines_of_the_book.amount_exact
        or (
            rated_lines_planned.rated_line_id is not null
            and (
                rated_lines_planned.price_id is distinct from lines_of_the_book.price_id
                or rated_lines_planned.window_end <> lines_of_the_book.window_end
            )
        ) as has_changed
    from rated_lines_planned
    full join lines_of_the_book on lines_of_the_book.rated_line_id = rated_lines_planned.rated_line_id

)

select * from lines_compared
