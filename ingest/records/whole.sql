-- A batch replaces all rows of what it names, so they land together: the same complete set is a duplicate, anything else lands whole.
with incoming_in_order as (
    select
        incoming.row_number,
        lag(incoming.row_number) over (partition by incoming.record_key order by incoming.row_number) as previous_row_number
    from incoming
),

newest_batches as (
    select target.{whole_by}, max(target.batch_id) as batch_id
    from raw.{table} as target
    where target.{whole_by} in (select incoming.{whole_by} from incoming)
    group by target.{whole_by}
),

current_rows as (
    select distinct on (target.record_key) target.*
    from raw.{table} as target
    inner join newest_batches on newest_batches.{whole_by} = target.{whole_by} and newest_batches.batch_id = target.batch_id
    order by target.record_key, target.row_number desc
),

current_sets as (
    select current_rows.{whole_by}, count(*) as row_count
    from current_rows
    group by current_rows.{whole_by}
),

incoming_sets as (
    select
        incoming.{whole_by},
        count(distinct incoming.record_key) as row_count,
        bool_and(current_rows.record_key is not null and ({incoming_columns}) is not distinct from ({current_columns})) as has_only_current_rows
    from incoming
    left join current_rows on current_rows.record_key = incoming.record_key
    group by incoming.{whole_by}
),

rows_compared as (
    select
        incoming.row_number,
        (incoming_sets.has_only_current_rows and incoming_sets.row_count = current_sets.row_count)
        or (previous.row_number is not null and ({incoming_columns}) is not distinct from ({previous_columns})) as is_same
    from incoming
    inner join incoming_in_order on incoming_in_order.row_number = incoming.row_number
    inner join incoming_sets on incoming_sets.{whole_by} = incoming.{whole_by}
    left join current_sets on current_sets.{whole_by} = incoming.{whole_by}
    left join incoming as previous on previous.row_number = incoming_in_order.previous_row_number
)

update incoming
set fate = case when rows_compared.is_same then 'duplicate' else 'landed' end
from rows_compared
where rows_compared.row_number = incoming.row_number and incoming.fate is null;
