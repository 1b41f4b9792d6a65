-- What was used, and what of it was rated, per meter. A resold account's usage is rated twice: its retail lines stand for it here.
with usage_records as (

    select
        usage.meter,
        min(usage.unit) as unit,
        count(*) as record_count,
        count(*) filter (where usage.state = 'waiting') as waiting_count,
        coalesce(sum(usage.quantity), 0) as used_quantity
    from billing.usage
    where usage.state in ('billed', 'free', 'waiting')
    group by usage.meter

),

rated_lines as (

    select
        rated_usage.meter,
        min(rated_usage.unit) as unit,
        count(*) as line_count,
        sum(rated_usage.quantity) as rated_quantity
    from billing.rated_usage
    where
        rated_usage.side = 'retail'
        and rated_usage.meter is not null
    group by rated_usage.meter

),

quantities as (

    select
        coalesce(usage_records.meter, rated_lines.meter) as meter,
        coalesce(usage_records.unit, rated_lines.unit) as unit,
        coalesce(usage_records.record_count, 0) as record_count,
        coalesce(usage_records.waiting_count, 0) as waiting_count,
        coalesce(rated_lines.line_count, 0) as line_count,
        coalesce(usage_records.used_quantity, 0) as used_quantity,
        coalesce(rated_lines.rated_quantity, 0) as rated_quantity
    from usage_records
    full outer join rated_lines on rated_lines.meter = usage_records.meter

)

select
    quantities.meter,
    quantities.unit,
    quantities.record_count,
    quantities.waiting_count,
    quantities.line_count,
    quantities.used_quantity,
    quantities.rated_quantity,
    quantities.used_quantity - quantities.rated_quantity as not_rated_quantity,
    case
        when quantities.used_quantity = quantities.rated_quantity then 'agrees'
        when quantities.used_quantity > quantities.rated_quantity and quantities.waiting_count > 0 then 'unassigned'
        else 'differs'
    end as verdict
from quantities
order by quantities.meter collate "C"
