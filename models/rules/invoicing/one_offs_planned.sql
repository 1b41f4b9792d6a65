-- One-off charges that an operator asked for: in the period of the request, or in the first later one that was open when it came to be known.

with actions as (

    select * from {{ ref('stg_records__actions') }}
    where kind = 'one_off_charge'

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

charge_scope as (

    select * from {{ ref('charge_scope') }}
    where is_own

),

periods_that_take_it as (

    select
        actions.action_id,
        actions.account_id,
        actions.currency,
        actions.amount_minor,
        actions.requested_at,
        min(periods_planned.period_start) as period_start
    from actions
    inner join periods_planned
        on
            periods_planned.account_id = actions.account_id
            and periods_planned.currency = actions.currency
            and periods_planned.period_end > actions.requested_at
            and periods_planned.known_by_build_number >= actions.known_from_build
    where actions.amount_minor > 0
    group by actions.action_id, actions.account_id, actions.currency, actions.amount_minor, actions.requested_at

),

one_offs as (

    select
        'one_off' as line_type,
        {{ book_id(["'one_off'", "periods_that_take_it.action_id"]) }} as charge_id,
        charge_scope.account_id,
        charge_scope.usage_account_id,
        charge_scope.side,
        null as meter,
        null as resource_type,
        null as pricing_mode,
        'action' as price_source,
        periods_that_take_it.action_id as price_scope,
        charge_scope.currency,
        null as price_id,
        'one_off' as pricing_model,
        'charge' as unit,
        'half_away' as rounding,
        1::numeric as quantity,
        periods_that_take_it.amount_minor::numeric as amount_exact,
        -- Who asks for it says whom: it is billed whoever carries the risk for usage.
        true as is_posted,
        greatest(periods_that_take_it.requested_at, charge_scope.period_start) as window_start,
        greatest(periods_that_take_it.requested_at, charge_scope.period_start) as window_end,
        charge_scope.period_start,
        charge_scope.period_end,
        charge_scope.booking_period_start
    from periods_that_take_it
    inner join charge_scope
        on
            charge_scope.account_id = periods_that_take_it.account_id
            and charge_scope.period_start = periods_that_take_it.period_start

)

select * from one_offs
