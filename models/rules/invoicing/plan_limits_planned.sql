-- What is missing to the minimum of a plan when the period has ended, and what exceeds its maximum at any time:
-- over all usage, fees and minimums of the plan, rounded as they are posted.

with plans_in_scope as (

    select * from {{ ref('plans_in_scope') }}

),

plans as (

    select * from {{ ref('stg_records__plans') }}

),

usage_totals as (

    select * from {{ ref('usage_totals') }}

),

fees_planned as (

    select * from {{ ref('fees_planned') }}

),

minimums_planned as (

    select * from {{ ref('minimums_planned') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

amounts_of_plans as (

    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, service_period_start as period_start, amount_minor
    from usage_totals
    where price_source = 'plan'
    union all
    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, period_start, round(amount_exact) as amount_minor
    from fees_planned
    where price_source = 'plan'
    union all
    select account_id, usage_account_id, side, price_scope as plan_id, is_posted, period_start, round(amount_exact) as amount_minor
    from minimums_planned
    where price_source = 'plan'

),

amounts_summed as (

    select account_id, usage_account_id, side, plan_id, is_posted, period_start, sum(amount_minor) as amount_minor
    from amounts_of_plans
    group by account_id, usage_account_id, side, plan_id, is_posted, period_start

),

-- The version that the subscription names, else the one that is valid at the end of the period.
limits_beside_amounts as (

    select
        plans_in_scope.*,
        coalesce(amounts_summed.amount_minor, 0) as amount_minor,
        round(plans.minimum_amount * power(10::numeric, currencies.minor_unit_exponent), 12) as minimum_exact,
        round(plans.maximum_amount * power(10::numeric, currencies.minor_unit_exponent), 12) as maximum_exact
    from plans_in_scope
    inner join currencies on currencies.currency_code = plans_in_scope.currency
    inner join plans
        on
            plans.plan_id = plans_in_scope.plan_id
            and plans.currency = plans_in_scope.currency
            and plans.known_from_build <= plans_in_scope.known_by_build_number
            and plans.known_until_build > plans_in_scope.known_by_build_number
            and case
                when plans_in_scope.plan_version_id is not null then plans.plan_version_id = plans_in_scope.plan_version_id
                else plans.valid_from < plans_in_scope.period_end and plans.valid_to >= plans_in_scope.period_end
            end
    left join amounts_summed
        on
            amounts_summed.account_id = plans_in_scope.account_id
            and amounts_summed.usage_account_id = plans_in_scope.usage_account_id
            and amounts_summed.side = plans_in_scope.side
            and amounts_summed.plan_id = plans_in_scope.plan_id
            and amounts_summed.is_posted = plans_in_scope.is_posted
            and amounts_summed.period_start = plans_in_scope.period_start

),

limits_applied as (

    select limits_beside_amounts.*, 'plan_minimum' as line_type, minimum_exact - amount_minor as amount_exact
    from limits_beside_amounts
    where is_ended and minimum_exact > amount_minor
    union all
    select limits_beside_amounts.*, 'plan_maximum' as line_type, maximum_exact - amount_minor as amount_exact
    from limits_beside_amounts
    where maximum_exact < amount_minor

),

limits as (

    select
        limits_applied.line_type,
        {{ book_id(["limits_applied.line_type", "limits_applied.plan_id"]) }} as charge_id,
        limits_applied.account_id, limits_applied.usage_account_id, limits_applied.side,
        null as meter, null as resource_type, null as pricing_mode,
        'plan' as price_source, limits_applied.plan_id as price_scope, limits_applied.currency,
        null as price_id, limits_applied.line_type as pricing_model, 'charge' as unit,
        1::numeric as quantity, limits_applied.amount_exact, limits_applied.is_posted,
        limits_applied.period_start as window_start, limits_applied.period_end as window_end,
        limits_applied.period_start, limits_applied.period_end, limits_applied.booking_period_start
    from limits_applied

)

select * from limits
