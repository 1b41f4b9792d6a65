-- Account periods in scope with everybody who uses on the account, on each side, as the records of the period say.

with charge_periods as (

    select * from {{ ref('charge_periods') }}

),

account_sides as (

    select * from {{ ref('account_sides') }}

),

periods_with_their_sides as (

    select
        charge_periods.account_id,
        account_sides.usage_account_id,
        account_sides.side,
        account_sides.default_plan_id,
        account_sides.fallback_plan_id,
        charge_periods.billing_timezone,
        charge_periods.currency,
        account_sides.is_posted,
        -- What an account is charged as itself, and not for what somebody else used.
        account_sides.side = 'retail' and account_sides.usage_account_id = charge_periods.account_id as is_own,
        charge_periods.is_ended,
        charge_periods.known_by_build_number,
        charge_periods.period_start,
        charge_periods.period_end,
        charge_periods.booking_period_start
    from charge_periods
    inner join account_sides
        on
            account_sides.account_id = charge_periods.account_id
            and account_sides.known_from_build <= charge_periods.known_by_build_number
            and account_sides.known_until_build > charge_periods.known_by_build_number

)

select * from periods_with_their_sides
