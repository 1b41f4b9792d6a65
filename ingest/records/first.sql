-- The first to arrive stands: other content under its key is a conflict.
with incoming_in_order as (
    select
        incoming.row_number,
        first_value(incoming.row_number) over (partition by incoming.record_key order by incoming.row_number) as first_row_number
    from incoming
),

rows_compared as (
    select
        incoming.row_number,
        case
            when target.record_key is not null and ({incoming_columns}) is not distinct from ({target_columns}) then 'duplicate'
            when target.record_key is not null then 'conflict'
            when incoming.row_number = incoming_in_order.first_row_number then 'landed'
            when ({incoming_columns}) is not distinct from ({previous_columns}) then 'duplicate'
            else 'conflict'
        end as fate
    from incoming
    inner join incoming_in_order on incoming_in_order.row_number = incoming.row_number
    inner join incoming as previous on previous.row_number = incoming_in_order.first_row_number
    left join raw.{table} as target on target.record_key = incoming.record_key
)

update incoming
set fate = rows_compared.fate
from rows_compared
where rows_compared.row_number = incoming.row_number;
