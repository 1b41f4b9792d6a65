-- The events of one file beside what is needed to judge them. Gone with the transaction.
create temporary table incoming on commit drop as
select
    stripe_events.event_id,
    stripe_events.event_type,
    stripe_events.api_version,
    stripe_events.is_live,
    stripe_events.created_at,
    stripe_events.object_type,
    stripe_events.object_id,
    stripe_events.content,
    stripe_events.body,
    0::bigint as row_number,
    0::bigint as line_number,
    null::text as fate
from raw.stripe_events
with no data;
