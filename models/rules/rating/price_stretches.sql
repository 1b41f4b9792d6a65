{{ config(materialized='ephemeral') }}

-- Between two points where something changes one price holds: that of the best level, then that of the exact type, then a candidate.
-- Where two rows of the best level overlap, neither prices.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

price_candidates as (

    select * from {{ ref('price_candidates') }}

),

points_where_something_changes as (

    select priced_dimensions.dimension_id, priced_dimensions.period_start as changes_at from priced_dimensions
    union
    select priced_dimensions.dimension_id, priced_dimensions.period_end as changes_at from priced_dimensions
    union
    select price_candidates.dimension_id, price_candidates.applies_from as changes_at from price_candidates
    union
    select price_candidates.dimension_id, price_candidates.applies_until as changes_at from price_candidates

),

stretches as (

    select
        points_where_something_changes.dimension_id,
        points_where_something_changes.changes_at as stretch_start,
        lead(points_where_something_changes.changes_at) over (
            partition by points_where_something_changes.dimension_id
            order by points_where_something_changes.changes_at
        ) as stretch_end
    from points_where_something_changes

),

-- One price row that two subscriptions bring is one price.
candidates_ranked as (

    select distinct
        stretches.dimension_id,
        stretches.stretch_start,
        stretches.stretch_end,
        price_candidates.price_source,
        price_candidates.price_scope,
        price_candidates.price_id,
        price_candidates.price_resource_type,
        price_candidates.pricing_model,
        price_candidates.terms_id,
        price_candidates.is_complete,
        rank() over (
            partition by stretches.dimension_id, stretches.stretch_start
            order by price_candidates.level asc, price_candidates.is_exact_type desc, coalesce(price_candidates.is_candidate, false) desc
        ) as standing
    from stretches
    left join price_candidates
        on
            price_candidates.dimension_id = stretches.dimension_id
            and price_candidates.applies_from <= stretches.stretch_start
            and price_candidates.applies_until > stretches.stretch_start
    where stretches.stretch_end is not null

),

best_candidates_counted as (

    select
        candidates_ranked.*,
        count(*) over (partition by candidates_ranked.dimension_id, candidates_ranked.stretch_start) as candidate_count
    from candidates_ranked
    where candidates_ranked.standing = 1

),

stretches_priced as (

    select distinct
        best_candidates_counted.dimension_id,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.price_source end as price_source,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.price_scope end as price_scope,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.price_id end as price_id,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.price_resource_type end as price_resource_type,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.pricing_model end as pricing_model,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.terms_id end as terms_id,
        case when best_candidates_counted.candidate_count = 1 then best_candidates_counted.is_complete end as is_complete,
        best_candidates_counted.candidate_count > 1 as has_overlap,
        best_candidates_counted.stretch_start,
        best_candidates_counted.stretch_end
    from best_candidates_counted

)

select * from stretches_priced
