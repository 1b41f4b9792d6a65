-- Each build looks for events that do not say what they are about, and for those in which other objects stand: a handful among all, found without
-- reading the others.

create index stripe_events_that_name_nothing on raw.stripe_events (event_id) where coalesce(object_id, '') = '' or object_type is null;

create index stripe_events_with_objects_inside on raw.stripe_events (event_id) where (body #> '{data,object}') @? '$.*.object';

-- Nothing is planned by how often the same body comes: counting the table need not take the bodies apart.
alter table raw.stripe_events alter column body set statistics 0, alter column content set statistics 0, alter column content_sha256 set statistics 0;
