-- Every price that could apply to a kind of usage, and when, by level: snapshot 1, contract 2, plan 3 to 5, catalogue 6.

with snapshot_candidates as (

    select * from {{ ref('snapshot_candidates') }}

),

prices_matched as (

    select * from {{ ref('prices_matched') }}

),

plan_assignments as (

    select * from {{ ref('plan_assignments') }}

),

contract_and_catalogue_candidates as (

    select
        prices_matched.dimension_id,
        case when prices_matched.account_id is null then 6 else 2 end as level,
        prices_matched.is_exact_type,
        case when prices_matched.account_id is null then 'catalogue' else 'contract' end as price_source,
        prices_matched.account_id as price_scope,
        prices_matched.price_id,
        prices_matched.price_resource_type,
        prices_matched.pricing_model,
        prices_matched.terms_id,
        prices_matched.is_complete,
        prices_matched.is_candidate,
        prices_matched.applies_from,
        prices_matched.applies_until
    from prices_matched
    where
        prices_matched.account_id = prices_matched.billed_account_id
        or (prices_matched.account_id is null and prices_matched.plan_id is null)

),

plan_candidates as (

    select
        prices_matched.dimension_id,
        2 + plan_assignments.precedence as level,
        prices_matched.is_exact_type,
        'plan' as price_source,
        prices_matched.plan_id as price_scope,
        prices_matched.price_id,
        prices_matched.price_resource_type,
        prices_matched.pricing_model,
        prices_matched.terms_id,
        prices_matched.is_complete,
        prices_matched.is_candidate,
        greatest(prices_matched.applies_from, plan_assignments.starts_at) as applies_from,
        least(prices_matched.applies_until, plan_assignments.ends_at) as applies_until
    from prices_matched
    inner join plan_assignments
        on
            plan_assignments.usage_account_id = prices_matched.usage_account_id
            and plan_assignments.side = prices_matched.side
            and plan_assignments.plan_id = prices_matched.plan_id
            and plan_assignments.starts_at < prices_matched.applies_until
            and plan_assignments.ends_at > prices_matched.applies_from
            and plan_assignments.known_from_build <= prices_matched.known_by_build_number
            and plan_assignments.known_until_build > prices_matched.known_by_build_number

),

candidates_united as (

    select * from snapshot_candidates
    union
    select * from contract_and_catalogue_candidates
    union
    select * from plan_candidates

),

candidates_that_ever_apply as (

    select *
    from candidates_united
    where candidates_united.applies_from < candidates_united.applies_until

)

select * from candidates_that_ever_apply
