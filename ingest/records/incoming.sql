-- The rows of one file, in the types of their table, beside what is needed to judge them. Gone with the transaction.
create temporary table incoming on commit drop as
select
    target.record_key,
    target.row_number,
    {target_columns},
    0::bigint as line_number,
    ''::bytea as content,
    null::text as fate
from raw.{table} as target
with no data;
