-- Where each prepaid account stands once this build is posted: what is left, how long it lasts at the rate of the last hours, and its state.

with prepaid_terms as (

    select * from {{ ref('prepaid_terms') }}

),

prepaid_burn as (

    select * from {{ ref('prepaid_burn') }}

),

prepaid_balances as (

    select * from {{ ref('prepaid_balances') }}

),

balances as (

    select
        prepaid_terms.*,
        prepaid_balances.balance_minor,
        prepaid_balances.unbilled_tax_minor
    from prepaid_terms
    inner join prepaid_balances
        on
            prepaid_balances.account_id = prepaid_terms.account_id
            and prepaid_balances.currency = prepaid_terms.currency

),

-- Multiplied before it is divided, and never through the rounded rate.
balances_with_their_runway as (

    select
        balances.*,
        balances.balance_minor - balances.unbilled_tax_minor as available_minor,
        prepaid_burn.burn_hours,
        round(prepaid_burn.burnt_exact::numeric(38, 18) / prepaid_burn.burn_hours, 12) as burn_per_hour,
        case
            when prepaid_burn.burnt_exact > 0
                then round(
                    (greatest(balances.balance_minor - balances.unbilled_tax_minor, 0) * prepaid_burn.burn_hours)::numeric(38, 18)
                    / prepaid_burn.burnt_exact, 9
                )
        end as runway_hours
    from balances
    inner join prepaid_burn
        on
            prepaid_burn.account_id = balances.account_id
            and prepaid_burn.currency = balances.currency

),

postures as (

    select
        balances_with_their_runway.account_id,
        balances_with_their_runway.currency,
        case
            when balances_with_their_runway.available_minor <= 0 then 'depleted'
            when balances_with_their_runway.available_minor <= balances_with_their_runway.low_balance_minor then 'low_balance'
            when balances_with_their_runway.runway_hours <= balances_with_their_runway.runway_hours_wanted then 'runway_short'
            else 'ok'
        end as state,
        balances_with_their_runway.depleted_action,
        balances_with_their_runway.dispute_policy,
        balances_with_their_runway.has_policy,
        balances_with_their_runway.balance_minor,
        balances_with_their_runway.unbilled_tax_minor,
        balances_with_their_runway.available_minor,
        balances_with_their_runway.low_balance_minor,
        balances_with_their_runway.burn_hours,
        balances_with_their_runway.burn_per_hour,
        balances_with_their_runway.runway_hours,
        balances_with_their_runway.runway_hours_wanted
    from balances_with_their_runway

)

select * from postures
