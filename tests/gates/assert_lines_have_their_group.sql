-- If this fails, a line would be in the book without anything that says for whom it is, or a group without a line.

with rated_lines_to_post as (

    select * from {{ ref('rated_lines_to_post') }}

),

posting_groups_to_post as (

    select * from {{ ref('posting_groups_to_post') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

)

select rated_lines_to_post.posting_group_id
from rated_lines_to_post
left join posting_groups_to_post on posting_groups_to_post.posting_group_id = rated_lines_to_post.posting_group_id
left join posting_groups on posting_groups.posting_group_id = rated_lines_to_post.posting_group_id
where
    (posting_groups_to_post.posting_group_id is null) = (posting_groups.posting_group_id is null)
    or rated_lines_to_post.booking_period_start is null

union all

select posting_groups_to_post.posting_group_id
from posting_groups_to_post
left join rated_lines_to_post on rated_lines_to_post.posting_group_id = posting_groups_to_post.posting_group_id
where rated_lines_to_post.posting_group_id is null
