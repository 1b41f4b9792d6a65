{{ config(indexes=[{'columns': ['usage_account_id', 'meter']}]) }}

-- The price in force when the usage happened, never the price in force now: one row per kind of usage and stretch of time.
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

candidates_ranked as (

    select
        stretches.dimension_id,
        stretches.stretch_start,
        stretches.stretch_end,
        price_candidates.level,
        price_candidates.price_source,
        price_candidates.price_scope,
        price_candidates.price_id,
        price_candidates.price_resource_type,
        price_candidates.pricing_model,
        price_candidates.unit_price,
        price_candidates.per_units,
        rank() over (
            partition by stretches.dimension_id, stretches.stretch_start
            order by price_candidates.level, price_candidates.is_exact_type desc
        ) as standing
    from stretches
    left join price_candidates
        on
            price_candidates.dimension_id = stretches.dimension_id
            and price_candidates.applies_from <= stretches.stretch_start
            and price_candidates.applies_until > stretches.stretch_start
    where stretches.stretch_end is not null

),

best_candidates as (

    select
        candidates_ranked.*,
        count(*) over (partition by candidates_ranked.dimension_id, candidates_ranked.stretch_start) as candidate_count
    from candidates_ranked
    where candidates_ranked.standing = 1

),

stretches_priced as (

    select distinct
        best_candidates.dimension_id,
        best_candidates.stretch_start,
        best_candidates.stretch_end,
        case when best_candidates.candidate_count = 1 then best_candidates.price_source end as price_source,
        case when best_candidates.candidate_count = 1 then best_candidates.price_scope end as price_scope,
        case when best_candidates.candidate_count = 1 then best_candidates.price_id end as price_id,
        case when best_candidates.candidate_count = 1 then best_candidates.price_resource_type end as price_resource_type,
        case when best_candidates.candidate_count = 1 then best_candidates.pricing_model end as pricing_model,
        case when best_candidates.candidate_count = 1 then best_candidates.unit_price end as unit_price,
        case when best_candidates.candidate_count = 1 then best_candidates.per_units end as per_units,
        best_candidates.candidate_count > 1 as has_overlap
    from best_candidates

),

-- What changes nothing cuts nothing: neighbours with the same price are one stretch.
stretches_with_their_predecessor as (

    select
        stretches_priced.*,
        coalesce(
            stretches_priced.price_source is not distinct from lag(stretches_priced.price_source) over in_time_order
            and stretches_priced.price_scope is not distinct from lag(stretches_priced.price_scope) over in_time_order
            and stretches_priced.price_id is not distinct from lag(stretches_priced.price_id) over in_time_order
            and stretches_priced.has_overlap is not distinct from lag(stretches_priced.has_overlap) over in_time_order,
            false
        ) as continues
    from stretches_priced
    window in_time_order as (partition by stretches_priced.dimension_id order by stretches_priced.stretch_start)

),

stretches_numbered as (

    select
        stretches_with_their_predecessor.*,
        sum(case when stretches_with_their_predecessor.continues then 0 else 1 end) over (
            partition by stretches_with_their_predecessor.dimension_id
            order by stretches_with_their_predecessor.stretch_start
        ) as stretch_number
    from stretches_with_their_predecessor

),

stretches_merged as (

    select
        stretches_numbered.dimension_id,
        stretches_numbered.price_source,
        stretches_numbered.price_scope,
        stretches_numbered.price_id,
        stretches_numbered.price_resource_type,
        stretches_numbered.pricing_model,
        stretches_numbered.unit_price,
        stretches_numbered.per_units,
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
        stretches_numbered.unit_price,
        stretches_numbered.per_units,
        stretches_numbered.has_overlap

),

timelines as (

    select
        priced_dimensions.*,
        stretches_merged.price_source,
        stretches_merged.price_scope,
        stretches_merged.price_id,
        stretches_merged.price_resource_type,
        stretches_merged.pricing_model,
        stretches_merged.unit_price,
        stretches_merged.per_units,
        stretches_merged.has_overlap,
        stretches_merged.applies_from,
        stretches_merged.applies_until
    from priced_dimensions
    inner join stretches_merged on stretches_merged.dimension_id = priced_dimensions.dimension_id

),

timelines_with_their_charge as (

    select
        timelines.*,
        {{ book_id([
            "timelines.price_source", "timelines.price_scope", "timelines.meter", "timelines.price_resource_type",
            "timelines.pricing_mode", "timelines.currency",
        ]) }} as charge_id
    from timelines

),

timelines_with_their_posting_group as (

    select
        timelines_with_their_charge.*,
        {{ book_id([
            "timelines_with_their_charge.account_id", "timelines_with_their_charge.usage_account_id", "timelines_with_their_charge.side",
            "timelines_with_their_charge.charge_id", "timelines_with_their_charge.currency",
            microseconds("timelines_with_their_charge.period_start"), "timelines_with_their_charge.is_posted",
        ]) }} as posting_group_id
    from timelines_with_their_charge

)

select * from timelines_with_their_posting_group
