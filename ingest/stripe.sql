-- The first body of an event id stands. How many webhooks are still to be told is no part of the event: it differs from delivery to delivery.
with events_with_first as (
    select
        incoming_events.row_number,
        first_value(incoming_events.row_number) over (partition by incoming_events.event_id order by incoming_events.row_number) as first_row_number
    from incoming_events
),

events_compared as (
    select
        incoming_events.row_number,
        case
            when stripe_events.event_id is not null and stripe_events.body - 'pending_webhooks' = incoming_events.body - 'pending_webhooks' then 'duplicate'
            when stripe_events.event_id is not null then 'conflict'
            when incoming_events.row_number = events_with_first.first_row_number then 'landed'
            when first_events.body - 'pending_webhooks' = incoming_events.body - 'pending_webhooks' then 'duplicate'
            else 'conflict'
        end as fate
    from incoming_events
    inner join events_with_first on events_with_first.row_number = incoming_events.row_number
    inner join incoming_events as first_events on first_events.row_number = events_with_first.first_row_number
    left join raw.stripe_events on stripe_events.event_id = incoming_events.event_id
)

insert into incoming_fates (row_number, fate)
select
    events_compared.row_number,
    events_compared.fate
from events_compared;

insert into raw.stripe_events (
    event_id, batch_id, event_type, api_version, is_live, created_at, object_type, object_id, content, content_sha256, body
)
select
    incoming_events.event_id,
    {batch_id},
    incoming_events.event_type,
    incoming_events.api_version,
    incoming_events.is_live,
    incoming_events.created_at,
    incoming_events.object_type,
    incoming_events.object_id,
    incoming_events.content,
    sha256(incoming_events.content),
    incoming_events.body
from incoming_events
inner join incoming_fates on incoming_fates.row_number = incoming_events.row_number
where incoming_fates.fate = 'landed'
order by incoming_events.row_number;

insert into raw.rejected_records (rejected_id, batch_id, kind, reason_code, message, line_number, content, content_sha256, event_key)
select
    encode(substring(sha256(convert_to(
        length({batch_id}::text) || ':' || {batch_id}::text || length(incoming_events.row_number::text) || ':' || incoming_events.row_number::text, 'UTF8'
    )) for 16), 'hex')::uuid,
    {batch_id},
    'stripe',
    'conflict',
    'An event with the same id and another body was here first, and stands.',
    incoming_events.line_number,
    incoming_events.content,
    sha256(incoming_events.content),
    encode(substring(sha256(convert_to('6:stripe' || length(incoming_events.event_id) || ':' || incoming_events.event_id, 'UTF8')) for 16), 'hex')::uuid
from incoming_events
inner join incoming_fates on incoming_fates.row_number = incoming_events.row_number
where incoming_fates.fate = 'conflict';
