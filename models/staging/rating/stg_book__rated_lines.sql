with rated_lines as not materialized (

    select * from {{ source('book', 'rated_lines') }}

),

-- The current revision is the one without a next: few lines have a second, so the index of those is all that is looked at.
current_lines as (

    select rated_lines.*
    from rated_lines
    left join rated_lines as next_revisions
        on
            next_revisions.rated_line_id = rated_lines.rated_line_id
            and next_revisions.revision = rated_lines.revision + 1
            and next_revisions.revision > 1
    where next_revisions.rated_line_id is null

)

select * from current_lines
