{{ config(indexes=[{'columns': ['usage_account_id', 'meter']}]) }}

-- The price in force when the usage happened, never the price in force now: one row per kind of usage and stretch of time.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

price_stretches_merged as (

    select * from {{ ref('price_stretches_merged') }}

),

dimensions_joined_to_their_prices as (

    select
        priced_dimensions.*,
        price_stretches_merged.price_source,
        price_stretches_merged.price_scope,
        price_stretches_merged.price_id,
        price_stretches_merged.price_resource_type,
        price_stretches_merged.pricing_model,
        price_stretches_merged.terms_id,
        price_stretches_merged.is_complete,
        price_stretches_merged.has_overlap,
        price_stretches_merged.applies_from,
        price_stretches_merged.applies_until
    from priced_dimensions
    inner join price_stretches_merged on price_stretches_merged.dimension_id = priced_dimensions.dimension_id

),

timelines_with_their_charge as (

    select
        dimensions_joined_to_their_prices.*,
        {{ book_id([
            "dimensions_joined_to_their_prices.price_source", "dimensions_joined_to_their_prices.price_scope",
            "dimensions_joined_to_their_prices.meter", "dimensions_joined_to_their_prices.price_resource_type",
            "dimensions_joined_to_their_prices.pricing_mode", "dimensions_joined_to_their_prices.currency",
        ]) }} as charge_id
    from dimensions_joined_to_their_prices

),

timelines_with_their_posting_group as (

    select
        timelines_with_their_charge.*,
        {{ book_id([
            "timelines_with_their_charge.account_id", "timelines_with_their_charge.usage_account_id",
            "timelines_with_their_charge.side || case when timelines_with_their_charge.is_preview then ' if rated again' else '' end",
            "timelines_with_their_charge.charge_id", "timelines_with_their_charge.currency",
            microseconds("timelines_with_their_charge.period_start"), "timelines_with_their_charge.is_posted",
        ]) }} as posting_group_id
    from timelines_with_their_charge

)

select * from timelines_with_their_posting_group
