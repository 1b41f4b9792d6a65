-- Rows that say something else than the event that stands under their key. Canonical values are compared, null equals null.
select arriving.ordinal, arriving.event_key::text, usage_events.event_id, arriving.given
from arriving
inner join raw.usage_events on usage_events.event_key = arriving.event_key
where ({arriving}) is distinct from ({standing})
order by arriving.ordinal
