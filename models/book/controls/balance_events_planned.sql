{{ config(materialized='view') }}

-- A prepaid balance whose state is another than the one last told of. What nobody was told of yet was well.

with prepaid_postures as (

    select * from {{ ref('prepaid_postures_to_refresh') }}

),

outbox_events as (

    select *
    from {{ ref('stg_book__outbox_events') }}
    where subject_type = 'balance'

),

states_told as (

    select
        outbox_events.subject_id,
        outbox_events.event_type,
        row_number() over (partition by outbox_events.subject_id order by outbox_events.build_number desc) as recency
    from outbox_events

),

postures_with_their_event as (

    select
        prepaid_postures.*,
        prepaid_postures.currency || ' of ' || prepaid_postures.account_id as subject_id,
        case prepaid_postures.state when 'ok' then 'balance_restored' else 'balance_' || prepaid_postures.state end as event_type
    from prepaid_postures

),

changes as (

    select
        postures_with_their_event.event_type,
        postures_with_their_event.account_id,
        null::text as project_id,
        'balance' as subject_type,
        postures_with_their_event.subject_id,
        (
            select count(*) + 1
            from states_told as same_states
            where
                same_states.subject_id = postures_with_their_event.subject_id
                and same_states.event_type = postures_with_their_event.event_type
        )::int as event_number,
        jsonb_build_object(
            'currency', postures_with_their_event.currency,
            'available_minor', postures_with_their_event.available_minor,
            'low_balance_minor', postures_with_their_event.low_balance_minor,
            'runway_hours', trim_scale(postures_with_their_event.runway_hours)::text,
            'action', case
                when postures_with_their_event.state = 'depleted' then postures_with_their_event.depleted_action
                when postures_with_their_event.state = 'ok' then 'none'
                else 'notify'
            end
        ) as payload
    from postures_with_their_event
    left join states_told
        on
            states_told.subject_id = postures_with_their_event.subject_id
            and states_told.recency = 1
    where postures_with_their_event.event_type <> coalesce(states_told.event_type, 'balance_restored')

)

select * from changes
