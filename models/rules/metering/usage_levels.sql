{{ config(materialized='ephemeral') }}

-- Samples of a gauge in time order. Of several at one instant the greatest event id stands.

with usage_holding_events_in_scope as (

    select * from {{ ref('usage_holding_events_in_scope') }}

),

levels_in_order as (

    select
        usage_holding_events_in_scope.*,
        row_number() over (
            partition by
                usage_holding_events_in_scope.account_id,
                usage_holding_events_in_scope.meter,
                usage_holding_events_in_scope.resource_id
            order by
                usage_holding_events_in_scope.occurred_at,
                usage_holding_events_in_scope.event_id collate "C",
                usage_holding_events_in_scope.source collate "C"
        ) as position,
        row_number() over (
            partition by
                usage_holding_events_in_scope.account_id,
                usage_holding_events_in_scope.meter,
                usage_holding_events_in_scope.resource_id,
                usage_holding_events_in_scope.occurred_at
            order by
                usage_holding_events_in_scope.event_id collate "C" desc,
                usage_holding_events_in_scope.source collate "C" desc
        ) as standing
    from usage_holding_events_in_scope
    where usage_holding_events_in_scope.event_kind = 'level'

),

levels_judged as (

    select
        levels_in_order.*,
        case when levels_in_order.standing > 1 then 'repeated_level' end as reason
    from levels_in_order

)

select * from levels_judged
