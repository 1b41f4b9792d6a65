with object_states as (

    select *
    from {{ ref('stg_stripe__states_beside_payments') }}
    where object_type = 'refund'

),

refund_states as (

    select
        object_states.event_id,
        object_states.object_id as refund_id,
        {{ provider_id('object_states.object', 'charge') }} as charge_id,
        {{ provider_id('object_states.object', 'payment_intent') }} as payment_intent_id,
        object_states.object #>> '{metadata,action_id}' as action_id,
        object_states.currency,
        coalesce(object_states.object ->> 'status', 'succeeded') as status,
        object_states.object ->> 'failure_reason' as failure_reason,
        coalesce({{ json_number('object_states.object', 'amount') }}, 0) as provider_amount,
        coalesce(jsonb_typeof(object_states.object -> 'balance_transaction') = 'null', false) as is_without_transaction,
        -- What is told has happened.
        least(
            case
                when
                    {{ json_number('object_states.object', 'created') }} >= 631152000
                    and {{ json_number('object_states.object', 'created') }} < 4102444800
                    then to_timestamp(trunc({{ json_number('object_states.object', 'created') }}))
            end,
            min(object_states.created_at) over (partition by object_states.object_id)
        ) as made_at,
        object_states.created_at
    from object_states

)

select * from refund_states
