-- The first body of an event id stands. How many webhooks are still to be told is no part of the event: it differs from delivery to delivery.
with events_with_first as (
    select
        incoming.row_number,
        first_value(incoming.row_number) over (partition by incoming.event_id order by incoming.row_number) as first_row_number
    from incoming
),

events_compared as (
    select
        incoming.row_number,
        case
            when stripe_events.event_id is not null and stripe_events.body - 'pending_webhooks' = incoming.body - 'pending_webhooks' then 'duplicate'
            when stripe_events.event_id is not null then 'conflict'
            when incoming.row_number = events_with_first.first_row_number then 'landed'
            when first_events.body - 'pending_webhooks' = incoming.body - 'pending_webhooks' then 'duplicate'
            else 'conflict'
        end as fate
    from incoming
    inner join events_with_first on events_with_first.row_number = incoming.row_number
    inner join incoming as first_events on first_events.row_number = events_with_first.first_row_number
    left join raw.stripe_events on stripe_events.event_id = incoming.event_id
)

update incoming
set fate = events_compared.fate
from events_compared
where events_compared.row_number = incoming.row_number;

insert into raw.stripe_events (
    event_id, batch_id, event_type, api_version, is_live, created_at, object_type, object_id, content, content_sha256, body
)
select
    incoming.event_id,
    {batch_id},
    incoming.event_type,
    incoming.api_version,
    incoming.is_live,
    incoming.created_at,
    incoming.object_type,
    incoming.object_id,
    incoming.content,
    sha256(incoming.content),
    incoming.body
from incoming
where incoming.fate = 'landed'
order by incoming.row_number;

insert into raw.rejected_records (rejected_id, batch_id, kind, reason_code, message, line_number, content, content_sha256, event_key)
select
    encode(substring(sha256(convert_to(
        length({batch_id}::text) || ':' || {batch_id}::text || length(incoming.row_number::text) || ':' || incoming.row_number::text, 'UTF8'
    )) for 16), 'hex')::uuid,
    {batch_id},
    'stripe',
    'conflict',
    'An event with the same id and another body was here first, and stands.',
    incoming.line_number,
    incoming.content,
    sha256(incoming.content),
    encode(substring(sha256(convert_to('6:stripe' || length(incoming.event_id) || ':' || incoming.event_id, 'UTF8')) for 16), 'hex')::uuid
from incoming
where incoming.fate = 'conflict';
