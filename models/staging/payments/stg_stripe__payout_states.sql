with object_states as (

    select *
    from {{ ref('stg_stripe__states_beside_payments') }}
    where object_type = 'payout'

),

payout_states as (

    select
        object_states.event_id,
        object_states.object_id as payout_id,
        object_states.currency,
        coalesce(object_states.object ->> 'status', '') as status,
        coalesce({{ json_number('object_states.object', 'amount') }}, 0) as provider_amount,
        coalesce(object_states.is_live, object_states.object ->> 'livemode' = 'true', false) as is_live,
        object_states.created_at
    from object_states

)

select * from payout_states
