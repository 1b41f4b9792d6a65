-- Files in the order they were taken in, and what became of their rows.
select
    batches.batch_id,
    batches.kind,
    batches.record_kind,
    batches.file_name,
    batches.rows_in_file,
    batches.landed_count,
    batches.duplicate_count,
    batches.conflict_count,
    batches.rejected_count,
    batches.received_at,
    batches.file_sha256
from operations.batches
order by batches.batch_id
