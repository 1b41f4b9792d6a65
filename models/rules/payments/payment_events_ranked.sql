{{ config(materialized='ephemeral') }}

-- A paid amount comes once from the intent and once from its session: the intent's word counts, then the session's.

with payment_events as (

    select * from {{ ref('stg_stripe__payment_events') }}

),

events_ranked as (

    select
        payment_events.*,
        row_number() over (
            partition by payment_events.payment_id
            order by
                payment_events.provider_amount > 0 desc,
                payment_events.object_type = 'payment_intent' desc,
                payment_events.created_at desc,
                payment_events.event_id collate "C" desc
        ) as standing
    from payment_events

)

select * from events_ranked
