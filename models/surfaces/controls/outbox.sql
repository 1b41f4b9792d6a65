-- What somebody is told of, each event once, and how far it has come: told to all, still trying, given up, or nobody there to tell.

with outbox as (

    select * from {{ source('control', 'outbox') }}

),

outbox_recipients as (

    select * from {{ source('control', 'outbox_recipients') }}

),

outbox_deliveries as (

    select * from {{ source('control', 'outbox_deliveries') }}

),

deliveries_of_recipients as (

    select
        outbox_recipients.outbox_event_id,
        outbox_recipients.contact_id,
        outbox_recipients.channel,
        count(outbox_deliveries.attempt_number) as attempt_count,
        -- The last attempt tells: what was given up may have been tried again.
        coalesce((array_agg(outbox_deliveries.outcome order by outbox_deliveries.attempt_number desc))[1], '') as last_outcome,
        max(outbox_deliveries.attempted_at) as last_attempt_at,
        max(outbox_deliveries.next_attempt_at) as next_attempt_at,
        (array_agg(outbox_deliveries.error order by outbox_deliveries.attempt_number desc))[1] as last_error
    from outbox_recipients
    left join outbox_deliveries
        on
            outbox_deliveries.outbox_event_id = outbox_recipients.outbox_event_id
            and outbox_deliveries.contact_id = outbox_recipients.contact_id
    group by outbox_recipients.outbox_event_id, outbox_recipients.contact_id, outbox_recipients.channel

),

deliveries_of_events as (

    select
        deliveries_of_recipients.outbox_event_id,
        array_agg(deliveries_of_recipients.contact_id order by deliveries_of_recipients.contact_id collate "C") as recipients,
        count(*) filter (where deliveries_of_recipients.last_outcome = 'delivered') as delivered_count,
        count(*) filter (where deliveries_of_recipients.last_outcome in ('dead', 'refused')) as dead_count,
        count(*) filter (where deliveries_of_recipients.last_outcome = 'refused') as refused_count,
        count(*) filter (where deliveries_of_recipients.last_outcome not in ('delivered', 'dead', 'refused')) as open_count,
        cast(sum(deliveries_of_recipients.attempt_count) as bigint) as attempt_count,
        max(deliveries_of_recipients.last_error) filter (where deliveries_of_recipients.last_outcome <> 'delivered') as last_error,
        max(deliveries_of_recipients.last_attempt_at) as last_attempt_at,
        min(deliveries_of_recipients.next_attempt_at) filter (
            where deliveries_of_recipients.last_outcome not in ('delivered', 'dead', 'refused')
        ) as next_attempt_at
    from deliveries_of_recipients
    group by deliveries_of_recipients.outbox_event_id

),

events_with_their_deliveries as (

    select
        outbox.outbox_event_id,
        outbox.event_type,
        outbox.account_id,
        outbox.project_id,
        outbox.subject_type,
        outbox.subject_id,
        case
            when deliveries_of_events.outbox_event_id is null then 'unaddressed'
            when deliveries_of_events.refused_count > 0 then 'refused'
            when deliveries_of_events.dead_count > 0 and deliveries_of_events.open_count = 0 then 'dead'
            when deliveries_of_events.open_count = 0 then 'delivered'
            when deliveries_of_events.attempt_count > deliveries_of_events.delivered_count + deliveries_of_events.dead_count then 'retrying'
            else 'pending'
        end as state,
        coalesce(deliveries_of_events.recipients, array[]::text[]) as recipients,
        outbox.payload,
        deliveries_of_events.last_error,
        outbox.event_number,
        outbox.build_number,
        coalesce(deliveries_of_events.delivered_count, 0) as delivered_count,
        coalesce(deliveries_of_events.attempt_count, 0) as attempt_count,
        outbox.occurred_at,
        deliveries_of_events.last_attempt_at,
        deliveries_of_events.next_attempt_at
    from outbox
    left join deliveries_of_events on deliveries_of_events.outbox_event_id = outbox.outbox_event_id
    where {{ reader_may_see('outbox.account_id') }}

)

select * from events_with_their_deliveries
