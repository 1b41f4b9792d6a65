-- Every price that could apply to a kind of usage, and when, by level: snapshot 1, contract 2, plan 3 to 5, catalogue 6.

with priced_dimensions as (

    select * from {{ ref('priced_dimensions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

plan_assignments as (

    select * from {{ ref('plan_assignments') }}

),

snapshots as (

    select
        priced_dimensions.dimension_id,
        priced_dimensions.side,
        priced_dimensions.currency,
        priced_dimensions.pricing_snapshot,
        priced_dimensions.period_start,
        priced_dimensions.period_end,
        priced_dimensions.pricing_snapshot::jsonb as terms
    from priced_dimensions
    where priced_dimensions.pricing_snapshot is not null

),

snapshot_candidates as (

    select
        snapshots.dimension_id,
        1 as level,
        true as is_exact_type,
        'snapshot' as price_source,
        snapshots.pricing_snapshot as price_scope,
        null::text as price_id,
        null::text as price_resource_type,
        'per_unit' as pricing_model,
        (case snapshots.side when 'retail' then snapshots.terms ->> 'unit_price' else snapshots.terms ->> 'wholesale_unit_price' end)::numeric(38, 18) as unit_price,
        coalesce((snapshots.terms ->> 'per_units')::bigint, 1) as per_units,
        snapshots.period_start as applies_from,
        snapshots.period_end as applies_until
    from snapshots
    where
        snapshots.terms ->> 'currency' = snapshots.currency
        and case snapshots.side when 'retail' then snapshots.terms ->> 'unit_price' else snapshots.terms ->> 'wholesale_unit_price' end is not null

),

-- Only the versions that the build knew which closed the period; an open period knows them all.
prices_that_match as (

    select
        priced_dimensions.dimension_id,
        priced_dimensions.usage_account_id,
        priced_dimensions.account_id as billed_account_id,
        priced_dimensions.side,
        priced_dimensions.known_by_build_number,
        prices.price_id,
        prices.plan_id,
        prices.account_id,
        prices.resource_type is not null as is_exact_type,
        prices.resource_type as price_resource_type,
        prices.model as pricing_model,
        prices.unit_price,
        prices.per_units,
        greatest(prices.valid_from, priced_dimensions.period_start) as applies_from,
        least(prices.valid_to, priced_dimensions.period_end) as applies_until
    from priced_dimensions
    inner join prices
        on
            prices.meter = priced_dimensions.meter
            and prices.pricing_mode = priced_dimensions.pricing_mode
            and prices.currency = priced_dimensions.currency
            and (prices.resource_type is null or prices.resource_type = priced_dimensions.resource_type)
            and prices.valid_from < priced_dimensions.period_end
            and prices.valid_to > priced_dimensions.period_start
            and prices.known_from_build <= priced_dimensions.known_by_build_number
            and prices.known_until_build > priced_dimensions.known_by_build_number
    where prices.model <> 'flat'

),

record_candidates as (

    select
        prices_that_match.dimension_id,
        2 as level,
        prices_that_match.is_exact_type,
        'contract' as price_source,
        prices_that_match.account_id as price_scope,
        prices_that_match.price_id,
        prices_that_match.price_resource_type,
        prices_that_match.pricing_model,
        prices_that_match.unit_price,
        prices_that_match.per_units,
        prices_that_match.applies_from,
        prices_that_match.applies_until
    from prices_that_match
    where prices_that_match.account_id = prices_that_match.billed_account_id

    union all

    select
        prices_that_match.dimension_id,
        2 + plan_assignments.precedence as level,
        prices_that_match.is_exact_type,
        'plan' as price_source,
        prices_that_match.plan_id as price_scope,
        prices_that_match.price_id,
        prices_that_match.price_resource_type,
        prices_that_match.pricing_model,
        prices_that_match.unit_price,
        prices_that_match.per_units,
        greatest(prices_that_match.applies_from, plan_assignments.starts_at) as applies_from,
        least(prices_that_match.applies_until, plan_assignments.ends_at) as applies_until
    from prices_that_match
    inner join plan_assignments
        on
            plan_assignments.usage_account_id = prices_that_match.usage_account_id
            and plan_assignments.side = prices_that_match.side
            and plan_assignments.plan_id = prices_that_match.plan_id
            and plan_assignments.starts_at < prices_that_match.applies_until
            and plan_assignments.ends_at > prices_that_match.applies_from
            and plan_assignments.known_from_build <= prices_that_match.known_by_build_number
            and plan_assignments.known_until_build > prices_that_match.known_by_build_number

    union all

    select
        prices_that_match.dimension_id,
        6 as level,
        prices_that_match.is_exact_type,
        'catalogue' as price_source,
        null as price_scope,
        prices_that_match.price_id,
        prices_that_match.price_resource_type,
        prices_that_match.pricing_model,
        prices_that_match.unit_price,
        prices_that_match.per_units,
        prices_that_match.applies_from,
        prices_that_match.applies_until
    from prices_that_match
    where
        prices_that_match.plan_id is null
        and prices_that_match.account_id is null

),

candidates_united as (

    select * from snapshot_candidates
    union
    select * from record_candidates

)

select *
from candidates_united
where candidates_united.applies_from < candidates_united.applies_until
