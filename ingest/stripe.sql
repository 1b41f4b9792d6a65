-- The first body of an event id stands. How many webhooks are still to be told is no part of the event: it differs from delivery to delivery.
with events_compared as (
    select
        seen_before.event_id,
        seen_before.content,
        seen_before.row_number,
        seen_before.line_number,
        stripe_events.body - 'pending_webhooks' = seen_before.body - 'pending_webhooks' as is_the_same
    from seen_before
    inner join raw.stripe_events on stripe_events.event_id = seen_before.event_id
),

set_aside as (
    insert into raw.rejected_records (rejected_id, batch_id, kind, reason_code, message, line_number, content, content_sha256, event_key)
    select
        encode(substring(sha256(convert_to(
            length({batch_id}::text) || ':' || {batch_id}::text || length(events_compared.row_number::text) || ':' || events_compared.row_number::text, 'UTF8'
        )) for 16), 'hex')::uuid,
        {batch_id},
        'stripe',
        'conflict',
        'An event with the same id and another body was here first, and stands.',
        events_compared.line_number,
        events_compared.content,
        sha256(events_compared.content),
        encode(substring(sha256(convert_to('6:stripe' || length(events_compared.event_id) || ':' || events_compared.event_id, 'UTF8')) for 16), 'hex')::uuid
    from events_compared
    where not events_compared.is_the_same
)

select
    count(*) filter (where events_compared.is_the_same) as duplicate,
    count(*) filter (where not events_compared.is_the_same) as conflict
from events_compared
