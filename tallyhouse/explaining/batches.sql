-- The files that batches were landed from.
select
    batches.batch_id,
    batches.file_name,
    batches.adapter,
    count(*) over () as total_count
from operations.batches
where batches.batch_id = any(%(batches)s::bigint[])
order by batches.batch_id
limit %(cap)s
