-- One-off charges that an operator asked for, in the account periods in scope.

with one_off_periods as (

    select * from {{ ref('one_off_periods') }}

),

charge_scope as (

    select * from {{ ref('charge_scope') }}
    where is_own

),

one_offs as (

    select
        'one_off' as line_type,
        {{ book_id(["'one_off'", "one_off_periods.action_id"]) }} as charge_id,
        charge_scope.account_id,
        charge_scope.usage_account_id,
        charge_scope.side,
        null as meter,
        null as resource_type,
        null as pricing_mode,
        'action' as price_source,
        one_off_periods.action_id as price_scope,
        charge_scope.currency,
        null as price_id,
        'one_off' as pricing_model,
        'charge' as unit,
        'half_away' as rounding,
        1::numeric as quantity,
        one_off_periods.amount_minor::numeric as amount_exact,
        -- Who asks for it says whom: it is billed whoever carries the risk for usage.
        true as is_posted,
        greatest(one_off_periods.requested_at, charge_scope.period_start) as window_start,
        greatest(one_off_periods.requested_at, charge_scope.period_start) as window_end,
        charge_scope.period_start,
        charge_scope.period_end,
        charge_scope.booking_period_start
    from one_off_periods
    inner join charge_scope
        on
            charge_scope.account_id = one_off_periods.account_id
            and charge_scope.period_start = one_off_periods.period_start

)

select * from one_offs
