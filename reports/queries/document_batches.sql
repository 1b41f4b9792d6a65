-- The files that usage and prices of a document came in.
select
    batches.batch_id,
    batches.kind,
    batches.record_kind,
    batches.file_name,
    batches.file_sha256
from operations.batches
where batches.batch_id = any(%(batches)s::bigint[])
order by batches.batch_id
