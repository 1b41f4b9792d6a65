-- Usage records, read once for two tables: per meter what was used beside what of it was rated, on the side that is posted; and what is not billed,
-- gathered by what it waits for. Of a maximum, a latest value or a number of different ones the records are compared, since no sum of them is.
with records as (

    select * from operations.usage_by_state

),

used as (

    select
        records.meter,
        min(records.unit) as unit,
        coalesce(min(records.aggregation), 'sum') in ('max', 'latest', 'unique_count') as is_no_sum,
        sum(records.record_count)::bigint as record_count,
        coalesce(sum(records.record_count) filter (where records.state = 'waiting'), 0)::bigint as waiting_count,
        coalesce(sum(records.quantity), 0) as quantity
    from records
    where
        records.state in ('billed_or_free', 'waiting')
        and records.meter is not null
    group by records.meter

),

rated as (

    select
        rounding_residual.meter,
        sum(rounding_residual.line_count)::bigint as line_count,
        sum(rounding_residual.record_count)::bigint as record_count,
        sum(rounding_residual.quantity) as quantity
    from finance.rounding_residual
    where
        rounding_residual.line_type = 'usage'
        and rounding_residual.meter is not null
    group by rounding_residual.meter

),

quantities as (

    select
        coalesce(used.meter, rated.meter) as meter,
        used.unit,
        coalesce(used.record_count, 0) as record_count,
        coalesce(used.waiting_count, 0) as waiting_count,
        coalesce(rated.line_count, 0) as line_count,
        case when not coalesce(used.is_no_sum, false) then coalesce(used.quantity, 0) end as used_quantity,
        coalesce(rated.quantity, 0) as rated_quantity,
        case
            when used.is_no_sum then used.record_count - coalesce(rated.record_count, 0)
            else coalesce(used.quantity, 0) - coalesce(rated.quantity, 0)
        end as not_rated
    from used
    full outer join rated on rated.meter = used.meter

),

parts as (

    select
        'usage_totals' as part,
        null as account_id,
        quantities.meter,
        null as resource_type,
        null as state,
        null as reason,
        null as remedy,
        quantities.unit,
        quantities.record_count,
        quantities.waiting_count,
        quantities.line_count,
        null as quantity,
        quantities.used_quantity,
        quantities.rated_quantity,
        quantities.used_quantity - quantities.rated_quantity as not_rated_quantity,
        null as oldest_at,
        case
            when quantities.not_rated = 0 then 'agrees'
            when quantities.not_rated > 0 and quantities.waiting_count > 0 then 'unassigned'
            else 'differs'
        end as verdict
    from quantities

    union all

    select
        'unbilled_usage' as part,
        records.account_id,
        records.meter,
        records.resource_type,
        records.state,
        records.reason,
        records.remedy,
        records.unit,
        records.record_count,
        null as waiting_count,
        null as line_count,
        records.quantity,
        null as used_quantity,
        null as rated_quantity,
        null as not_rated_quantity,
        records.oldest_at,
        null as verdict
    from records
    where records.state <> 'billed_or_free'

)

select parts.*
from parts
order by
    parts.state collate "C" desc, parts.reason collate "C", parts.account_id collate "C", parts.meter collate "C", parts.resource_type collate "C"
