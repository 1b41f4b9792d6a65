-- Rows of all files that were taken in, and the four things that can become of a row: they add up, or rows were lost.
select
    batches.kind,
    count(*) as file_count,
    sum(batches.rows_in_file) as row_count,
    sum(batches.landed_count) as landed_count,
    sum(batches.duplicate_count) as duplicate_count,
    sum(batches.conflict_count) as conflict_count,
    sum(batches.rejected_count) as rejected_count,
    sum(batches.rows_read - batches.landed_count - batches.duplicate_count - batches.conflict_count - batches.rejected_count) as difference_count,
    case
        when sum(batches.rows_read) = sum(batches.landed_count + batches.duplicate_count + batches.conflict_count + batches.rejected_count) then 'agrees'
        else 'differs'
    end as verdict
from operations.batches
group by batches.kind
order by batches.kind collate "C"
