with object_states as (

    select *
    from {{ ref('stg_stripe__object_states') }}
    where
        object_type in ('checkout.session', 'payment_intent', 'charge')
        and coalesce(object ->> 'mode', 'payment') = 'payment'

),

-- A session, its payment intent and the intent's charges are one payment: the intent's id names it, their own id where there is no intent.
payment_states as (

    select
        object_states.event_id,
        case object_states.object_type
            when 'payment_intent' then object_states.object_id
            else coalesce(object_states.object #>> '{payment_intent,id}', object_states.object ->> 'payment_intent', object_states.object_id)
        end as payment_id,
        object_states.event_type,
        object_states.object_type,
        object_states.object_id,
        case object_states.object_type
            when 'charge' then object_states.object_id
            when 'payment_intent' then coalesce(object_states.object #>> '{latest_charge,id}', object_states.object ->> 'latest_charge')
        end as charge_id,
        coalesce(object_states.object #>> '{customer,id}', object_states.object ->> 'customer') as customer_id,
        object_states.object ->> 'client_reference_id' as client_reference_id,
        object_states.object #>> '{metadata,session_id}' as metadata_session_id,
        object_states.currency,
        case object_states.object_type
            when 'checkout.session' then object_states.object ->> 'payment_status'
            -- Charges of old versions of the API say only whether they are paid.
            when 'charge' then coalesce(object_states.object ->> 'status', case when object_states.object ->> 'paid' = 'true' then 'succeeded' end)
            else object_states.object ->> 'status'
        end as status,
        -- Authorised is not captured, and a part may be captured of what was authorised.
        coalesce(case
            when object_states.object_type = 'checkout.session' and object_states.object ->> 'payment_status' = 'paid'
                then {{ json_number('object_states.object', 'amount_total') }}
            when object_states.object_type = 'payment_intent' and object_states.object ->> 'status' = 'succeeded'
                then coalesce({{ json_number('object_states.object', 'amount_received') }}, {{ json_number('object_states.object', 'amount') }})
            when object_states.object_type = 'payment_intent'
                then {{ json_number('object_states.object', 'amount_received') }}
            when
                object_states.object_type = 'charge'
                and object_states.object ->> 'captured' = 'true'
                and coalesce(object_states.object ->> 'status' <> 'failed', object_states.object ->> 'paid' = 'true')
                then coalesce({{ json_number('object_states.object', 'amount_captured') }}, {{ json_number('object_states.object', 'amount') }})
        end, 0) as captured_amount,
        coalesce({{ json_number('object_states.object', 'amount_refunded') }}, 0) as refunded_amount,
        coalesce(object_states.is_live, object_states.object ->> 'livemode' = 'true', false) as is_live,
        object_states.created_at
    from object_states

)

select * from payment_states
