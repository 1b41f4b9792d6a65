-- What is judged and what it is compared with: the batches of one kind by the build that took them, newest first; those that wait come first, as one.
with batches as (
    select
        ingest_batches.batch_id,
        ingest_batches.rows_read,
        ingest_batches.landed_count,
        ingest_batches.rejected_count + ingest_batches.conflict_count as turned_away_count,
        build_batches.build_number
    from raw.ingest_batches
    left join control.build_batches on build_batches.batch_id = ingest_batches.batch_id
    where ingest_batches.kind = %(kind)s and ingest_batches.rows_read > 0
)

select
    batches.build_number is null as is_waiting,
    array_agg(batches.batch_id order by batches.batch_id) as batch_ids,
    sum(batches.rows_read)::bigint as rows_read,
    sum(batches.landed_count)::bigint as landed_count,
    sum(batches.turned_away_count)::bigint as turned_away_count
from batches
group by batches.build_number
order by batches.build_number desc nulls first
limit 11
