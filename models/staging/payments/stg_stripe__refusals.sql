-- What the provider refused for good, once for each request however often it said so.

with object_states as (

    select *
    from {{ ref('stg_stripe__states_beside_payments') }}
    where object_type = 'refusal'

),

refusals_in_order as (

    select
        object_states.event_id,
        object_states.object_id as action_id,
        coalesce(
            object_states.object ->> 'decline_code', object_states.object ->> 'code', object_states.object ->> 'type', 'unknown'
        ) as failure_reason,
        object_states.created_at,
        row_number() over (partition by object_states.object_id order by object_states.created_at, object_states.event_id collate "C") as turn
    from object_states

),

refusals as (

    select
        refusals_in_order.event_id,
        refusals_in_order.action_id,
        refusals_in_order.failure_reason,
        refusals_in_order.created_at
    from refusals_in_order
    where refusals_in_order.turn = 1

)

select * from refusals
