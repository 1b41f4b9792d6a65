-- What is missing to the minimum of a plan when the period has ended, and what exceeds its maximum at any time:
-- over all usage, fees and minimums of the plan, rounded as they are posted.

with plans_in_scope as (

    select * from {{ ref('plans_in_scope') }}

),

plans as (

    select * from {{ ref('stg_records__plans') }}

),

plan_amounts as (

    select * from {{ ref('plan_amounts') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

-- The version that the subscription names, else the one that is valid at the end of the period; two that limit there are none.
limits_beside_amounts as (

    select
        plans_in_scope.*,
        coalesce(plan_amounts.amount_minor, 0) as amount_minor,
        round(plans.minimum_amount * power(10::numeric, currencies.minor_unit_exponent), 12) as minimum_exact,
        round(plans.maximum_amount * power(10::numeric, currencies.minor_unit_exponent), 12) as maximum_exact,
        count(*) over (
            partition by
                plans_in_scope.account_id, plans_in_scope.usage_account_id, plans_in_scope.side, plans_in_scope.is_posted,
                plans_in_scope.plan_id, plans_in_scope.period_start
        ) as version_count
    from plans_in_scope
    inner join currencies on currencies.currency_code = plans_in_scope.currency
    inner join plans
        on
            plans.plan_id = plans_in_scope.plan_id
            and plans.currency = plans_in_scope.currency
            and plans.known_from_build <= plans_in_scope.known_by_build_number
            and plans.known_until_build > plans_in_scope.known_by_build_number
            and coalesce(plans.minimum_amount, plans.maximum_amount) is not null
            and case
                when plans_in_scope.plan_version_id is not null then plans.plan_version_id = plans_in_scope.plan_version_id
                else plans.valid_from < plans_in_scope.period_end and plans.valid_to >= plans_in_scope.period_end
            end
    left join plan_amounts
        on
            plan_amounts.account_id = plans_in_scope.account_id
            and plan_amounts.usage_account_id = plans_in_scope.usage_account_id
            and plan_amounts.side = plans_in_scope.side
            and plan_amounts.plan_id = plans_in_scope.plan_id
            and plan_amounts.is_posted = plans_in_scope.is_posted
            and plan_amounts.period_start = plans_in_scope.period_start

),

limits_applied as (

    select limits_beside_amounts.*, 'plan_minimum' as line_type, minimum_exact - amount_minor as amount_exact
    from limits_beside_amounts
    where version_count = 1 and is_ended and minimum_exact > amount_minor
    union all
    select limits_beside_amounts.*, 'plan_maximum' as line_type, maximum_exact - amount_minor as amount_exact
    from limits_beside_amounts
    where version_count = 1 and maximum_exact < amount_minor

),

limits as (

    select
        limits_applied.line_type,
        {{ book_id(["limits_applied.line_type", "limits_applied.plan_id"]) }} as charge_id,
        limits_applied.account_id, limits_applied.usage_account_id, limits_applied.side,
        null as meter, null as resource_type, null as pricing_mode,
        'plan' as price_source, limits_applied.plan_id as price_scope, limits_applied.currency,
        null as price_id, limits_applied.line_type as pricing_model, 'charge' as unit, 'half_away' as rounding,
        1::numeric as quantity, limits_applied.amount_exact, limits_applied.is_posted,
        limits_applied.period_start as window_start, limits_applied.period_end as window_end,
        limits_applied.period_start, limits_applied.period_end, limits_applied.booking_period_start
    from limits_applied

)

select * from limits
