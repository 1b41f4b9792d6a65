-- The arithmetic of the lines. The posting groups are named too, so that only their lines are added up.
select
    rated_usage_arithmetic.*,
    count(*) over () as total_count
from billing.rated_usage_arithmetic
where
    rated_usage_arithmetic.posting_group_id = any(%(groups)s::uuid[])
    and rated_usage_arithmetic.rated_line_id = any(%(lines)s::uuid[])
order by rated_usage_arithmetic.posting_group_id, rated_usage_arithmetic.quantity_after, rated_usage_arithmetic.rated_line_id
limit %(cap)s
