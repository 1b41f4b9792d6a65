{{ config(materialized='ephemeral') }}

-- What changes nothing cuts nothing: neighbours with the same price are one stretch.

with price_stretches as (

    select * from {{ ref('price_stretches') }}

),

stretches_compared_to_their_predecessor as (

    select
        price_stretches.*,
        coalesce(
            price_stretches.price_source is not distinct from lag(price_stretches.price_source) over in_time_order
            and price_stretches.price_scope is not distinct from lag(price_stretches.price_scope) over in_time_order
            and price_stretches.price_id is not distinct from lag(price_stretches.price_id) over in_time_order
            and price_stretches.has_overlap is not distinct from lag(price_stretches.has_overlap) over in_time_order,
            false
        ) as continues
    from price_stretches
    window in_time_order as (partition by price_stretches.dimension_id order by price_stretches.stretch_start)

),

stretches_numbered as (

    select
        stretches_compared_to_their_predecessor.*,
        sum(case when stretches_compared_to_their_predecessor.continues then 0 else 1 end) over (
            partition by stretches_compared_to_their_predecessor.dimension_id
            order by stretches_compared_to_their_predecessor.stretch_start
        ) as stretch_number
    from stretches_compared_to_their_predecessor

),

stretches_merged as (

    select
        stretches_numbered.dimension_id,
        stretches_numbered.price_source,
        stretches_numbered.price_scope,
        stretches_numbered.price_id,
        stretches_numbered.price_resource_type,
        stretches_numbered.pricing_model,
        stretches_numbered.terms_id,
        stretches_numbered.is_complete,
        stretches_numbered.has_overlap,
        min(stretches_numbered.stretch_start) as applies_from,
        max(stretches_numbered.stretch_end) as applies_until
    from stretches_numbered
    group by
        stretches_numbered.dimension_id,
        stretches_numbered.stretch_number,
        stretches_numbered.price_source,
        stretches_numbered.price_scope,
        stretches_numbered.price_id,
        stretches_numbered.price_resource_type,
        stretches_numbered.pricing_model,
        stretches_numbered.terms_id,
        stretches_numbered.is_complete,
        stretches_numbered.has_overlap

)

select * from stretches_merged
