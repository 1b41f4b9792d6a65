insert into raw.{table} (record_key, batch_id, row_number, {columns})
select incoming.record_key, {batch_id}, incoming.row_number, {incoming_columns}
from incoming
where incoming.fate = 'landed'
order by incoming.row_number;
