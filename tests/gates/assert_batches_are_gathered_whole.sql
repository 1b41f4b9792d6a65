-- If this fails, landed usage has fallen out between raw and the rules: it would never be billed.

with batches as (

    select * from {{ ref('stg_control__batches') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

records_gathered as (

    select
        usage_contributions.batch_id,
        sum(usage_contributions.record_count) as record_count
    from usage_contributions
    group by usage_contributions.batch_id

)

select
    coalesce(batches.batch_id, records_gathered.batch_id) as batch_id,
    batches.landed_count,
    records_gathered.record_count
from batches
full join records_gathered on records_gathered.batch_id = batches.batch_id
where
    coalesce(batches.kind, 'usage') = 'usage'
    and coalesce(batches.landed_count, 0) <> coalesce(records_gathered.record_count, 0)
