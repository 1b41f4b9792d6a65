-- Each build looks for events that do not say what they are about: a handful among all, found without reading the others.

create index stripe_events_that_name_nothing on raw.stripe_events (event_id) where coalesce(object_id, '') = '' or object_type is null;
