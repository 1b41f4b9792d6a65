with object_states as (

    select *
    from {{ ref('stg_stripe__states_beside_payments') }}
    where object_type = 'dispute'

),

dispute_states as (

    select
        object_states.event_id,
        object_states.event_type,
        object_states.object_id as dispute_id,
        {{ provider_id('object_states.object', 'charge') }} as charge_id,
        {{ provider_id('object_states.object', 'payment_intent') }} as payment_intent_id,
        object_states.currency,
        coalesce(object_states.object ->> 'status', '') as status,
        object_states.object ->> 'reason' as reason,
        object_states.object #>> '{metadata,action_id}' as action_id,
        coalesce({{ json_number('object_states.object', 'amount') }}, 0) as provider_amount,
        coalesce({{ json_number("(object_states.object -> 'evidence_details')", 'submission_count') }}, 0) as submission_count,
        coalesce(object_states.object #>> '{evidence_details,has_evidence}' = 'true', false) as has_evidence,
        case
            when
                {{ json_number("(object_states.object -> 'evidence_details')", 'due_by') }} >= 631152000
                and {{ json_number("(object_states.object -> 'evidence_details')", 'due_by') }} < 4102444800
                then to_timestamp(trunc({{ json_number("(object_states.object -> 'evidence_details')", 'due_by') }}))
        end as evidence_due_at,
        object_states.created_at
    from object_states

)

select * from dispute_states
