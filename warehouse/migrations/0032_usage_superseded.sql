-- What later usage changed about records that stood already: a document that was issued before goes on naming what its builds knew.

create table control.usage_superseded (
    usage_record_id uuid not null,
    build_number bigint not null references control.publications,
    account_id text not null,
    meter text not null,
    is_counted boolean not null,
    ended_at timestamptz,
    primary key (usage_record_id, build_number)
);
create index usage_superseded_by_account on control.usage_superseded (account_id, meter);
comment on table control.usage_superseded is 'What a usage record was before the build that saw it otherwise: whether it counted, and until when it was held. A row only where that changed what earlier builds had counted.';

create trigger never_changed before update or delete on control.usage_superseded for each row execute function book.refuse_change();
create trigger never_truncated before truncate on control.usage_superseded for each statement execute function book.refuse_change();
alter table control.usage_superseded enable always trigger never_changed;
alter table control.usage_superseded enable always trigger never_truncated;

-- What was replaced before this table was there counted until the build that took what replaces it.
insert into control.usage_superseded (usage_record_id, build_number, account_id, meter, is_counted, ended_at)
select
    usage_events.event_key, min(publications.build_number), usage_events.account_id, usage_events.meter, true,
    coalesce(usage_events.ended_at, case when usage_events.event_kind <> 'start' then usage_events.occurred_at end)
from current.usage_exceptions
inner join raw.usage_events on usage_events.event_key = usage_exceptions.event_key
inner join raw.usage_events as replacing_events on replacing_events.replaces_event_key = usage_events.event_key
inner join control.build_batches on build_batches.batch_id = replacing_events.batch_id
inner join control.publications on publications.build_number >= build_batches.build_number
where
    usage_exceptions.state = 'replaced'
    and (usage_events.quantity is not null or usage_events.replaces_event_key is null)
group by usage_events.event_key;
