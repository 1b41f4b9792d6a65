-- Accounts that are restricted now, or would be without an override, with who or what says so, since when and why.

with decisions as (

    select * from {{ ref('delinquency_decided') }}

),

restrictions as (

    select
        decisions.account_id,
        decisions.currency,
        case when decisions.is_overridden then decisions.action_of_policy else decisions.action end as restriction,
        case when decisions.is_overridden then 'overridden' else 'in_force' end as status,
        cast(decisions.policy as text) as source,
        decisions.reason,
        decisions.state,
        case when decisions.is_ordered or decisions.is_overridden then decisions.order_id end as action_id,
        case when decisions.is_ordered or decisions.is_overridden then decisions.order_actor end as actor,
        case when decisions.is_ordered or decisions.is_overridden then decisions.order_reason end as explanation,
        case when decisions.is_ordered or decisions.is_overridden then decisions.ordered_at else decisions.since_of_state end as restricted_since
    from decisions
    where
        (decisions.action in ('restrict', 'force_release') or decisions.is_overridden)
        and {{ reader_may_see('decisions.account_id') }}

)

select * from restrictions
