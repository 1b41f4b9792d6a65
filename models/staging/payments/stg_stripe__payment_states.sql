{{ config(materialized='table') }}

with object_states as (

    select *
    from {{ ref('stg_stripe__object_states') }}
    where
        object_type in ({{ stripe_kinds('of_payments') }})
        and coalesce(object ->> 'mode', 'payment') = 'payment'

),

-- A session, its payment intent and the intent's charges are one payment: the intent's id names it, their own id where there is no intent.
payment_states as (

    select
        object_states.event_id,
        case object_states.object_type
            when 'payment_intent' then object_states.object_id
            else coalesce({{ provider_id('object_states.object', 'payment_intent') }}, object_states.object_id)
        end as payment_id,
        object_states.event_type,
        object_states.object_type,
        object_states.object_id,
        case object_states.object_type
            when 'charge' then object_states.object_id
            when 'payment_intent' then {{ provider_id('object_states.object', 'latest_charge') }}
        end as charge_id,
        {{ provider_id('object_states.object', 'customer') }} as customer_id,
        object_states.object ->> 'client_reference_id' as client_reference_id,
        object_states.object #>> '{metadata,session_id}' as metadata_session_id,
        object_states.currency,
        case object_states.object_type
            when 'checkout.session' then object_states.object ->> 'payment_status'
            -- Charges of old versions of the API say only whether they are paid.
            when 'charge' then coalesce(object_states.object ->> 'status', case when object_states.object ->> 'paid' = 'true' then 'succeeded' end)
            else object_states.object ->> 'status'
        end as status,
        -- Authorised is not captured, and a part may be captured of what was authorised. Before charges could be authorised, paid was captured.
        coalesce(case object_states.object_type
            when 'checkout.session'
                then case when object_states.object ->> 'payment_status' = 'paid' then {{ json_number('object_states.object', 'amount_total') }} end
            when 'payment_intent'
                then coalesce(
                    {{ json_number('object_states.object', 'amount_received') }},
                    case when object_states.object ->> 'status' = 'succeeded' then {{ json_number('object_states.object', 'amount') }} end
                )
            when 'charge'
                then case
                    when
                        coalesce(object_states.object ->> 'captured', object_states.object ->> 'paid') = 'true'
                        and coalesce(object_states.object ->> 'status' <> 'failed', object_states.object ->> 'paid' = 'true')
                        then coalesce(
                            {{ json_number('object_states.object', 'amount_captured') }}, {{ json_number('object_states.object', 'amount') }}
                        )
                end
        end, 0) as captured_amount,
        coalesce({{ json_number('object_states.object', 'amount_refunded') }}, 0) as told_refunded_amount,
        -- What was authorised and is not captured goes back to the card and never was ours.
        greatest(coalesce(case
            when object_states.object_type = 'charge' and object_states.object ->> 'captured' = 'true'
                then {{ json_number('object_states.object', 'amount') }} - {{ json_number('object_states.object', 'amount_captured') }}
            when object_states.object_type = 'charge' and object_states.object ->> 'captured' = 'false'
                then {{ json_number('object_states.object', 'amount') }}
        end, 0), 0) as released_amount,
        coalesce(object_states.is_live, object_states.object ->> 'livemode' = 'true', false) as is_live,
        coalesce(
            object_states.object_type = 'checkout.session' and object_states.object ->> 'status' = 'expired'
            or object_states.object_type = 'payment_intent' and object_states.object ->> 'status' = 'canceled', false
        ) as is_over,
        object_states.created_at
    from object_states

),

-- The provider counts what it released among what it refunded.
payment_states_without_releases as (

    select
        payment_states.event_id,
        payment_states.payment_id,
        payment_states.event_type,
        payment_states.object_type,
        payment_states.object_id,
        payment_states.charge_id,
        payment_states.customer_id,
        payment_states.client_reference_id,
        payment_states.metadata_session_id,
        payment_states.currency,
        payment_states.status,
        payment_states.captured_amount,
        case
            when payment_states.told_refunded_amount <= 0 then 0
            when payment_states.told_refunded_amount < payment_states.released_amount then payment_states.told_refunded_amount
            else payment_states.told_refunded_amount - payment_states.released_amount
        end as refunded_amount,
        payment_states.released_amount,
        payment_states.is_live,
        payment_states.is_over,
        payment_states.created_at
    from payment_states

)

select * from payment_states_without_releases
