{{ config(materialized='ephemeral') }}

-- The price that was agreed for the allocation itself, before every other one.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

snapshots_with_a_price as (

    select
        priced_dimensions.dimension_id,
        1 as level,
        true as is_exact_type,
        'snapshot' as price_source,
        priced_dimensions.pricing_snapshot as price_scope,
        price_terms.price_id,
        price_terms.resource_type as price_resource_type,
        price_terms.pricing_model,
        price_terms.terms_id,
        price_terms.is_complete,
        price_terms.is_candidate,
        priced_dimensions.period_start as applies_from,
        priced_dimensions.period_end as applies_until
    from priced_dimensions
    inner join price_terms
        on
            price_terms.terms_id = {{ book_id([
                "'snapshot'", "priced_dimensions.meter", "priced_dimensions.side", "priced_dimensions.pricing_snapshot",
            ]) }}
            and price_terms.currency = priced_dimensions.currency

),

-- What was agreed in another currency than the side is billed in, or in none, prices nothing, and no other price stands in for it.
snapshots_in_another_currency as (

    select
        priced_dimensions.dimension_id,
        1 as level,
        true as is_exact_type,
        null::text as price_source,
        null::text as price_scope,
        null::text as price_id,
        null::text as price_resource_type,
        null::text as pricing_model,
        null::uuid as terms_id,
        false as is_complete,
        false as is_candidate,
        priced_dimensions.period_start as applies_from,
        priced_dimensions.period_end as applies_until
    from priced_dimensions
    where
        priced_dimensions.pricing_snapshot::jsonb ->> 'currency' is distinct from priced_dimensions.currency
        and priced_dimensions.pricing_snapshot::jsonb
        ->> case priced_dimensions.side when 'retail' then 'unit_price' else 'wholesale_unit_price' end is not null

),

candidates_united as (

    select * from snapshots_with_a_price
    union all
    select * from snapshots_in_another_currency

)

select * from candidates_united
