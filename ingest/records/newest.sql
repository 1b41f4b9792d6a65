-- Other content than the version before is a new version; the same content is a duplicate.
with incoming_in_order as (
    select
        incoming.row_number,
        lag(incoming.row_number) over (partition by incoming.record_key order by incoming.row_number) as previous_row_number
    from incoming
),

newest_versions as (
    select distinct on (target.record_key) target.*
    from raw.{table} as target
    where target.record_key in (select incoming.record_key from incoming)
    order by target.record_key, target.batch_id desc, target.row_number desc
),

rows_compared as (
    select
        incoming.row_number,
        case
            when incoming_in_order.previous_row_number is not null then ({incoming_columns}) is not distinct from ({previous_columns})
            else newest_versions.record_key is not null and ({incoming_columns}) is not distinct from ({newest_columns})
        end as is_same
    from incoming
    inner join incoming_in_order on incoming_in_order.row_number = incoming.row_number
    left join incoming as previous on previous.row_number = incoming_in_order.previous_row_number
    left join newest_versions on newest_versions.record_key = incoming.record_key
)

update incoming
set fate = case when rows_compared.is_same then 'duplicate' else 'landed' end
from rows_compared
where rows_compared.row_number = incoming.row_number;
