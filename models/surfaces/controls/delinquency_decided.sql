-- The decision table, first match: depleted, disputed, overdue, low balance, short runway, ok. An operator's word stands above it.

with account_standings as (

    select * from {{ ref('account_standings') }}

),

states_found as (

    select
        account_standings.*,
        case
            when account_standings.balance_state = 'depleted' then 'depleted'
            when account_standings.disputed_minor is not null then 'disputed'
            when account_standings.overdue_minor is not null then 'overdue'
            else coalesce(account_standings.balance_state, 'ok')
        end as state
    from account_standings

),

policies_applied as (

    select
        states_found.*,
        case
            when states_found.state = 'depleted' then states_found.depleted_action
            when states_found.state = 'disputed' and states_found.dispute_policy = 'restrict' then 'restrict'
            when states_found.state = 'ok' then 'none'
            else 'notify'
        end as action_of_policy,
        case
            when states_found.state in ('depleted', 'disputed', 'low_balance', 'runway_short') and states_found.has_policy then 'prepaid_policy'
            when states_found.state <> 'ok' then 'house'
        end as policy_of_state,
        case states_found.state
            when 'depleted' then 'balance_depleted'
            when 'disputed' then 'dispute_open'
            when 'overdue' then 'invoices_overdue'
            when 'low_balance' then 'balance_low'
            when 'runway_short' then 'runway_short'
        end as reason_of_state,
        case states_found.state
            when 'depleted' then states_found.depleted_since
            when 'disputed' then states_found.disputed_since
        end as since_of_state
    from states_found

),

-- restrict adds to the policy, restriction_override takes its stop away, unrestrict leaves everything to the policy again.
decisions as (

    select
        policies_applied.*,
        case
            when policies_applied.action_of_policy = 'force_release' and policies_applied.order_kind = 'restrict' then 'force_release'
            when policies_applied.order_kind = 'restrict' then 'restrict'
            when policies_applied.order_kind = 'restriction_override' and policies_applied.action_of_policy in ('restrict', 'force_release')
                then 'notify'
            else policies_applied.action_of_policy
        end as action,
        coalesce(policies_applied.order_kind = 'restrict' and policies_applied.action_of_policy not in ('restrict', 'force_release'), false)
            as is_ordered,
        coalesce(policies_applied.order_kind = 'restriction_override' and policies_applied.action_of_policy in ('restrict', 'force_release'), false)
            as is_overridden
    from policies_applied

)

select
    decisions.*,
    case when decisions.is_ordered or decisions.is_overridden then 'action' else decisions.policy_of_state end as policy,
    case
        when decisions.is_ordered then 'restricted_by_action'
        when decisions.is_overridden then 'restriction_overridden'
        else decisions.reason_of_state
    end as reason
from decisions
