{{ config(materialized='ephemeral') }}

-- The price that was agreed for the allocation itself, in its own currency and for its own side.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

snapshots_read as (

    select
        priced_dimensions.dimension_id,
        priced_dimensions.currency,
        priced_dimensions.pricing_snapshot,
        priced_dimensions.pricing_snapshot::jsonb ->> 'currency' as snapshot_currency,
        priced_dimensions.pricing_snapshot::jsonb
        ->> case priced_dimensions.side when 'retail' then 'unit_price' else 'wholesale_unit_price' end as unit_price,
        priced_dimensions.pricing_snapshot::jsonb ->> 'per_units' as per_units,
        priced_dimensions.period_start,
        priced_dimensions.period_end
    from priced_dimensions
    where priced_dimensions.pricing_snapshot is not null

),

snapshots_with_a_price as (

    select
        snapshots_read.dimension_id,
        1 as level,
        true as is_exact_type,
        'snapshot' as price_source,
        snapshots_read.pricing_snapshot as price_scope,
        null::text as price_id,
        null::text as price_resource_type,
        'per_unit' as pricing_model,
        snapshots_read.unit_price::numeric(38, 18) as unit_price,
        coalesce(snapshots_read.per_units::bigint, 1) as per_units,
        snapshots_read.period_start as applies_from,
        snapshots_read.period_end as applies_until
    from snapshots_read
    where
        snapshots_read.snapshot_currency = snapshots_read.currency
        and snapshots_read.unit_price is not null

)

select * from snapshots_with_a_price
