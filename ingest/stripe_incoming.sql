-- The events of one file beside what is needed to judge them. Empty again when the transaction ends; made once for a connection, because a receiver of webhooks lands many small batches.
create temporary table if not exists incoming_events on commit delete rows as
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
    0::bigint as line_number
from raw.stripe_events
with no data;

-- What becomes of each, beside it: an event is wide, and is written once.
create temporary table if not exists incoming_fates (row_number bigint, fate text) on commit delete rows;
