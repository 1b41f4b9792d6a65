-- Posted lines, read once for three tables: by charge, by price, and by the pricing snapshot that an allocation brought. The largest first.
with lines as (

    select
        rated_usage.account_id,
        rated_usage.currency,
        rated_usage.line_type,
        rated_usage.meter,
        rated_usage.resource_type,
        nullif(rated_usage.pricing_mode, '') as pricing_mode,
        rated_usage.price_source,
        rated_usage.price_id,
        rated_usage.pricing_model,
        rated_usage.unit,
        rated_usage.quantity,
        rated_usage.amount_exact,
        rated_usage.window_start,
        rated_usage.window_end,
        case when rated_usage.price_source = 'snapshot' then rated_usage.usage_account_id end as usage_account_id,
        case when rated_usage.price_source = 'snapshot' then rated_usage.side end as side,
        case when rated_usage.price_source = 'snapshot' then rated_usage.pricing_snapshot ->> 'plan_id' end as plan_id,
        case when rated_usage.price_source = 'snapshot' then rated_usage.pricing_snapshot ->> 'plan_version_id' end as plan_version_id,
        case
            when rated_usage.price_source <> 'snapshot' then null
            when rated_usage.side = 'wholesale' then rated_usage.pricing_snapshot ->> 'wholesale_unit_price'
            else rated_usage.pricing_snapshot ->> 'unit_price'
        end as unit_price,
        case when rated_usage.price_source = 'snapshot' then coalesce(rated_usage.pricing_snapshot ->> 'per_units', '1') end as per_units
    from billing.rated_usage
    where rated_usage.is_posted

),

summed as (

    select
        lines.account_id,
        lines.currency,
        lines.line_type,
        lines.meter,
        lines.resource_type,
        lines.pricing_mode,
        lines.price_source,
        lines.price_id,
        lines.pricing_model,
        lines.unit,
        lines.usage_account_id,
        lines.side,
        lines.plan_id,
        lines.plan_version_id,
        lines.unit_price,
        lines.per_units,
        count(*) as line_count,
        sum(lines.quantity) as quantity,
        sum(lines.amount_exact) as amount_exact_minor,
        min(lines.window_start) as first_used_at,
        max(lines.window_end) as last_used_at
    from lines
    group by
        lines.account_id, lines.currency, lines.line_type, lines.meter, lines.resource_type, lines.pricing_mode, lines.price_source, lines.price_id,
        lines.pricing_model, lines.unit, lines.usage_account_id, lines.side, lines.plan_id, lines.plan_version_id, lines.unit_price, lines.per_units

),

parts as (

    select
        case
            when grouping(summed.price_id) = 0 then 'prices_billed'
            when grouping(summed.unit_price) = 0 then 'snapshots_billed'
            else 'revenue_by_charge'
        end as part,
        summed.currency,
        summed.line_type,
        summed.meter,
        summed.resource_type,
        summed.pricing_mode,
        summed.price_source,
        summed.price_id,
        summed.pricing_model,
        summed.usage_account_id,
        summed.side,
        summed.plan_id,
        summed.plan_version_id,
        summed.unit_price,
        summed.per_units,
        count(distinct summed.account_id) as account_count,
        sum(summed.line_count) as line_count,
        sum(summed.quantity) as quantity,
        summed.unit,
        sum(summed.amount_exact_minor) as amount_exact_minor,
        min(summed.first_used_at) as first_used_at,
        max(summed.last_used_at) as last_used_at
    from summed
    group by grouping sets (
        (
            summed.currency, summed.line_type, summed.meter, summed.resource_type, summed.pricing_mode, summed.price_source, summed.unit
        ),
        (
            summed.currency, summed.line_type, summed.meter, summed.pricing_mode, summed.price_source, summed.price_id, summed.pricing_model,
            summed.unit
        ),
        (
            summed.currency, summed.meter, summed.resource_type, summed.price_source, summed.usage_account_id, summed.side, summed.plan_id,
            summed.plan_version_id, summed.unit_price, summed.per_units, summed.unit
        )
    )

)

select parts.*
from parts
where
    parts.part <> 'snapshots_billed'
    or parts.price_source = 'snapshot'
order by
    parts.part collate "C", parts.currency collate "C", parts.amount_exact_minor desc, parts.price_source collate "C", parts.price_id collate "C",
    parts.line_type collate "C", parts.meter collate "C", parts.resource_type collate "C", parts.pricing_mode collate "C",
    parts.pricing_model collate "C", parts.usage_account_id collate "C", parts.side collate "C", parts.plan_id collate "C",
    parts.plan_version_id collate "C", parts.unit_price collate "C", parts.per_units collate "C", parts.unit collate "C"
