-- Batches above a floor that were not seen yet. Numbers are given before the commit, so a lower one may appear later: hence the list.
select
    ingest_batches.batch_id,
    ingest_batches.kind,
    ingest_batches.record_kind,
    ingest_batches.landed_count,
    ingest_batches.rejected_count,
    ingest_batches.file_name
from raw.ingest_batches
where ingest_batches.batch_id > %(floor)s and ingest_batches.batch_id <> all(%(seen)s)
order by ingest_batches.batch_id
limit 1000
