{{ config(materialized='ephemeral') }}

-- The price that was agreed for the allocation itself, in its own currency and for its own side: the same terms as a price row per unit.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

meters as (

    select * from {{ ref('meters') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

snapshots_read as (

    select distinct
        priced_dimensions.meter,
        priced_dimensions.side,
        priced_dimensions.currency,
        priced_dimensions.pricing_snapshot,
        priced_dimensions.pricing_snapshot::jsonb
        ->> case priced_dimensions.side when 'retail' then 'unit_price' else 'wholesale_unit_price' end as unit_price,
        priced_dimensions.pricing_snapshot::jsonb ->> 'per_units' as per_units
    from priced_dimensions
    where priced_dimensions.pricing_snapshot::jsonb ->> 'currency' = priced_dimensions.currency

),

snapshots_in_base_units as (

    select
        {{ book_id(["'snapshot'", "snapshots_read.meter", "snapshots_read.side", "snapshots_read.pricing_snapshot"]) }} as terms_id,
        null::text as price_id,
        null::text as plan_id,
        null::text as account_id,
        snapshots_read.meter,
        null::text as resource_type,
        null::text as pricing_mode,
        snapshots_read.pricing_snapshot,
        snapshots_read.currency,
        'per_unit' as pricing_model,
        'none' as quantity_rounding,
        'up' as package_rounding,
        'half_away' as rounding,
        null::bigint as tier_batch_id,
        snapshots_read.unit_price::numeric(38, 18) * round(power(10::numeric, currencies.minor_unit_exponent)) as unit_price_minor,
        round(power(10::numeric, currencies.minor_unit_exponent)) as minor_units,
        meters.base_per_priced_unit::numeric as base_per_priced_unit,
        coalesce(snapshots_read.per_units::numeric, 1) * meters.base_per_priced_unit as priced_quantity,
        0::numeric as free_quantity,
        meters.base_per_priced_unit::numeric as quantity_multiple,
        null::numeric as package_quantity,
        0::numeric as flat_fee_minor,
        null::numeric as maximum_minor,
        null::numeric as event_fee_minor,
        null::numeric as event_minimum_minor,
        null::numeric as event_maximum_minor,
        0::bigint as known_from_build,
        9223372036854775807::bigint as known_until_build,
        true as is_complete,
        false as is_candidate,
        '1990-01-01Z'::timestamptz as valid_from,
        '9999-12-31Z'::timestamptz as valid_to
    from snapshots_read
    inner join meters on meters.meter = snapshots_read.meter
    inner join currencies on currencies.currency_code = snapshots_read.currency
    where snapshots_read.unit_price is not null

)

select * from snapshots_in_base_units
